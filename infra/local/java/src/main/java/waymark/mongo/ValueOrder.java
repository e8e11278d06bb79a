package waymark.mongo;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Decimal128;

/** The order of values in an index: by type first, then by value; a missing value counts as null. */
final class ValueOrder implements Comparator<Object> {

    static final ValueOrder INSTANCE = new ValueOrder();

    private static final Comparator<Object> OTHERS = ValueComparator.ascWithoutListHandling();

    private ValueOrder() {
    }

    @Override
    public int compare(Object a, Object b) {
        if (a instanceof String left && b instanceof String right) {
            return left.compareTo(right);
        }
        if (a instanceof Number left && b instanceof Number right) {
            return compareNumbers(left, right);
        }
        if (a instanceof Collection<?> left && b instanceof Collection<?> right) {
            return compareElements(left.iterator(), right.iterator());
        }
        return OTHERS.compare(a, b);
    }

    /** Whole numbers exactly, all others as doubles: the shipped order is not transitive above 2^31. */
    private static int compareNumbers(Number a, Number b) {
        if (isWhole(a) && isWhole(b)) {
            return Long.compare(a.longValue(), b.longValue());
        }
        if (a instanceof Decimal128 && b instanceof Decimal128) {
            return OTHERS.compare(a, b);
        }
        double left = a.doubleValue();
        double right = b.doubleValue();
        if (Double.isNaN(left) || Double.isNaN(right)) {
            return Boolean.compare(!Double.isNaN(left), !Double.isNaN(right));
        }
        return left < right ? -1 : left > right ? 1 : 0;
    }

    private static boolean isWhole(Number number) {
        return number instanceof Integer || number instanceof Long;
    }

    private int compareElements(Iterator<?> a, Iterator<?> b) {
        while (a.hasNext() && b.hasNext()) {
            int order = compare(Missing.ofNullable(a.next()), Missing.ofNullable(b.next()));
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(a.hasNext(), b.hasNext());
    }
}
