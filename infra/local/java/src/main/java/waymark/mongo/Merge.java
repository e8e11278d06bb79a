package waymark.mongo;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/** Several ordered streams as one; reads no further ahead than one element of each. */
final class Merge<T> implements Iterator<T> {

    private record Head<T>(T first, Iterator<T> rest) {
    }

    private final PriorityQueue<Head<T>> heads;

    Merge(List<Iterator<T>> streams, Comparator<T> order) {
        heads = new PriorityQueue<>(Comparator.comparing(Head::first, order));
        streams.forEach(this::take);
    }

    private void take(Iterator<T> stream) {
        if (stream.hasNext()) {
            heads.add(new Head<>(stream.next(), stream));
        }
    }

    @Override
    public boolean hasNext() {
        return !heads.isEmpty();
    }

    @Override
    public T next() {
        Head<T> head = heads.remove();
        take(head.rest);
        return head.first;
    }
}
