package waymark.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.bson.Document;

/**
 * The rest of a long answer, as ids; the documents are read batch by batch. As shipped, the whole answer is held
 * in memory and sent at once, which a driver refuses above 64 MB.
 */
final class IdCursor extends AbstractCursor {

    private static final int MOST_DOCUMENTS = 1_000;
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private final Function<Object, Optional<Document>> read;
    private List<Object> ids;

    IdCursor(long id, List<Object> ids, Function<Object, Optional<Document>> read) {
        super(id);
        this.ids = ids;
        this.read = read;
    }

    @Override
    public synchronized boolean isEmpty() {
        return ids.isEmpty();
    }

    @Override
    public synchronized List<Document> takeDocuments(int wanted) {
        int most = wanted > 0 ? wanted : MOST_DOCUMENTS;
        List<Document> batch = new ArrayList<>();
        int taken = 0;
        for (int bytes = 0; taken < ids.size() && batch.size() < most && bytes < MOST_BYTES; taken++) {
            Optional<Document> document = read.apply(ids.get(taken));
            document.ifPresent(batch::add);
            bytes += document.map(BsonTypes::sizeOf).orElse(0);
        }
        ids = ids.subList(taken, ids.size());
        return batch;
    }
}
