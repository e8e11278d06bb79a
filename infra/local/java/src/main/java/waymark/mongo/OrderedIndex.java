package waymark.mongo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;

/**
 * Mends the second fault: as shipped, an index that is not unique is accepted and then ignored.
 *
 * <p>This one, unique or not, is an ordered set in memory, made again from the documents at every start: nothing
 * of it lies on disk, so it cannot disagree with the documents after a crash. All calls come from a collection
 * that holds its own lock.
 */
final class OrderedIndex extends Index<Object> implements OrderedAccess {

    private final boolean sparse;
    private final boolean unique;
    private final NavigableSet<Entry> entries = new TreeSet<>(this::order);
    private final List<FieldPath> paths;
    private boolean arrays;

    OrderedIndex(String name, List<IndexKey> keys, boolean sparse, boolean unique) {
        super(name, keys, sparse);
        this.sparse = sparse;
        this.unique = unique;
        this.paths = keys.stream().map(key -> new FieldPath(key.getKey())).toList();
    }

    /** A place in the index. {@code side} is 0 for a document, -1 or 1 for a mark before or after all with these values. */
    private record Entry(List<Object> values, Object id, int side) {
    }

    private int order(Entry a, Entry b) {
        int shared = Math.min(a.values.size(), b.values.size());
        for (int i = 0; i < shared; i++) {
            int order = ValueOrder.INSTANCE.compare(a.values.get(i), b.values.get(i));
            if (order != 0) {
                return getKeys().get(i).isAscending() ? order : -order;
            }
        }
        if (a.side != 0 || b.side != 0) {
            return Integer.compare(a.side, b.side);
        }
        return ValueOrder.INSTANCE.compare(a.id, b.id);
    }

    @Override
    public boolean isUnique() {
        return unique;
    }

    @Override
    public boolean leavesOutMissing() {
        return sparse;
    }

    @Override
    public boolean holdsArrays() {
        return arrays;
    }

    @Override
    public Iterator<Object> scan(List<Object> prefix, Bounds next, boolean backwards) {
        boolean ascending = prefix.size() == getKeys().size() || getKeys().get(prefix.size()).isAscending();
        List<Object> low = next.isOpenBelow() ? prefix : with(prefix, next.low());
        List<Object> high = next.isOpenAbove() ? prefix : with(prefix, next.high());
        Entry from = new Entry(ascending ? low : high, null, -1);
        Entry to = new Entry(ascending ? high : low, null, 1);
        if (order(from, to) > 0) {
            return Collections.emptyIterator();
        }
        NavigableSet<Entry> found = entries.subSet(from, true, to, true);
        Iterator<Entry> places = backwards ? found.descendingIterator() : found.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return places.hasNext();
            }

            @Override
            public Object next() {
                return places.next().id;
            }
        };
    }

    private static List<Object> with(List<Object> prefix, Object value) {
        List<Object> longer = new ArrayList<>(prefix);
        longer.add(value);
        return longer;
    }

    /** The keys of a document: one, or with arrays one for each combination of elements. */
    private List<List<Object>> keysOf(Document document) {
        List<Object> values = new ArrayList<>();
        boolean empty = true;
        for (FieldPath path : paths) {
            Object value = path.valueIn(document);
            empty = empty && value instanceof Missing;
            values.add(value instanceof Missing ? null : value);
        }
        if (sparse && empty) {
            return List.of();
        }
        if (values.stream().noneMatch(Collection.class::isInstance)) {
            return List.of(values);
        }
        arrays = true;
        List<List<Object>> combinations = List.of(List.of());
        for (Object value : values) {
            List<List<Object>> longer = new ArrayList<>();
            for (List<Object> combination : combinations) {
                for (Object element : elementsOf(value)) {
                    longer.add(with(combination, element));
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    private static Collection<?> elementsOf(Object value) {
        if (value instanceof Collection<?> elements) {
            return elements.isEmpty() ? Collections.singletonList(null) : elements;
        }
        return Collections.singletonList(value);
    }

    private void refuseIfTaken(Document document, MongoCollection<Object> collection) {
        if (!unique) {
            return;
        }
        Object id = PrimaryKeyIndex.idOf(document);
        for (List<Object> values : keysOf(document)) {
            Entry other = entries.ceiling(new Entry(values, null, -1));
            while (other != null && sameValues(other, values)) {
                if (ValueOrder.INSTANCE.compare(other.id, id) != 0) {
                    throw new DuplicateKeyError(this, collection, getKeys(), new KeyValue(values));
                }
                other = entries.higher(other);
            }
        }
    }

    private static boolean sameValues(Entry entry, List<Object> values) {
        for (int i = 0; i < values.size(); i++) {
            if (ValueOrder.INSTANCE.compare(entry.values.get(i), values.get(i)) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Object> collection) {
        refuseIfTaken(document, collection);
    }

    @Override
    public void add(Document document, Object id, MongoCollection<Object> collection) {
        refuseIfTaken(document, collection);
        for (List<Object> values : keysOf(document)) {
            entries.add(new Entry(values, id, 0));
        }
    }

    @Override
    public Object remove(Document document) {
        Object id = PrimaryKeyIndex.idOf(document);
        List<List<Object>> keys = keysOf(document);
        for (List<Object> values : keys) {
            entries.remove(new Entry(values, id, 0));
        }
        return keys.isEmpty() ? null : id;
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Object> collection) {
        if (unique && !keysOf(before).equals(keysOf(after))) {
            refuseIfTaken(after, collection);
        }
    }

    @Override
    public void updateInPlace(Document before, Document after, Object id, MongoCollection<Object> collection) {
        List<List<Object>> old = keysOf(before);
        List<List<Object>> now = keysOf(after);
        if (old.equals(now)) {
            return;
        }
        for (List<Object> values : old) {
            entries.remove(new Entry(values, id, 0));
        }
        for (List<Object> values : now) {
            entries.add(new Entry(values, id, 0));
        }
    }

    /** Nothing: where a document lies is for the index on its id to say. */
    @Override
    public Object getPosition(Document document) {
        return null;
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Object> getPositions(Document query) {
        throw new UnsupportedOperationException("read through a plan");
    }

    /** Never, for the collection fills it before it is used. */
    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public long getCount() {
        return entries.size();
    }

    @Override
    public long getDataSize() {
        return 0;
    }

    @Override
    public void drop() {
        entries.clear();
    }

    @Override
    public String toString() {
        return getName() + Arrays.toString(getKeys().toArray());
    }
}
