package waymark.mongo;

import java.util.concurrent.atomic.LongAdder;

/** What queries cost, counted since the start; served by {@code serverStatus} under MongoDB's own names. */
record Work(LongAdder documentsExamined, LongAdder collectionScans) {

    Work() {
        this(new LongAdder(), new LongAdder());
    }
}
