package waymark.mongo;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Document;

/** The order that a query asks for, value by value the same as the order of an index. */
record SortOrder(Document keys) implements Comparator<Document> {

    @Override
    public int compare(Document a, Document b) {
        for (Map.Entry<String, Object> key : keys.entrySet()) {
            boolean ascending = ((Number) key.getValue()).intValue() > 0;
            Object left = Utils.getSubdocumentValueCollectionAware(a, key.getKey());
            Object right = Utils.getSubdocumentValueCollectionAware(b, key.getKey());
            int order = compareValues(left, right, ascending);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** An array counts as its least element, or its greatest when the order is descending. */
    private static int compareValues(Object left, Object right, boolean ascending) {
        if (left instanceof Collection || right instanceof Collection) {
            return (ascending ? ValueComparator.asc() : ValueComparator.desc()).compare(left, right);
        }
        int order = ValueOrder.INSTANCE.compare(left, right);
        return ascending ? order : -order;
    }
}
