package waymark.mongo;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

import de.bwaldvogel.mongo.bson.Document;

/** Several ordered streams of documents as one; reads no further ahead than one document of each. */
final class Merge implements Iterator<Document> {

    private record Head(Document document, Iterator<Document> rest) {
    }

    private final PriorityQueue<Head> heads;

    Merge(List<Iterator<Document>> streams, Comparator<Document> order) {
        heads = new PriorityQueue<>(Comparator.comparing(Head::document, order));
        streams.forEach(this::take);
    }

    private void take(Iterator<Document> stream) {
        if (stream.hasNext()) {
            heads.add(new Head(stream.next(), stream));
        }
    }

    @Override
    public boolean hasNext() {
        return !heads.isEmpty();
    }

    @Override
    public Document next() {
        Head first = heads.remove();
        take(first.rest);
        return first.document;
    }
}
