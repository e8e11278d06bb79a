package waymark.mongo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;

/**
 * What a query lets through for one field: single values, or a range with both ends included, or anything.
 * It may be wider than the query, never narrower; what it lets through is still matched against the query.
 */
final class Bounds {

    private static final Object OPEN = new Object();

    static final Bounds ANYTHING = new Bounds(null, OPEN, OPEN);

    private final NavigableSet<Object> points;
    private final Object low;
    private final Object high;

    private Bounds(NavigableSet<Object> points, Object low, Object high) {
        this.points = points;
        this.low = low;
        this.high = high;
    }

    /**
     * @param arrays whether the field may hold arrays: then two conditions can be met by two elements, and only one
     *               of them may be used
     */
    static Bounds of(String field, Document query, boolean arrays) {
        Bounds bounds = ANYTHING;
        for (Map.Entry<String, Object> part : query.entrySet()) {
            String key = part.getKey();
            Object value = part.getValue();
            if (key.equals(field)) {
                bounds = bounds.and(condition(value, arrays), arrays);
            } else if (key.equals("$and") && value instanceof Collection<?> all) {
                for (Object each : all) {
                    bounds = bounds.and(branch(field, each, arrays), arrays);
                }
            } else if (key.equals("$or") && value instanceof Collection<?> some) {
                Bounds either = null;
                for (Object each : some) {
                    Bounds one = branch(field, each, arrays);
                    either = either == null ? one : either.or(one);
                }
                bounds = either == null ? bounds : bounds.and(either, arrays);
            }
        }
        return bounds;
    }

    private static Bounds branch(String field, Object query, boolean arrays) {
        return query instanceof Document conditions ? of(field, conditions, arrays) : ANYTHING;
    }

    private static Bounds condition(Object value, boolean arrays) {
        if (!(value instanceof Document operators) || BsonRegularExpression.isRegularExpression(value)) {
            return points(List.of(Missing.ofNullable(value)), arrays);
        }
        Bounds bounds = ANYTHING;
        for (Map.Entry<String, Object> operator : operators.entrySet()) {
            bounds = bounds.and(operation(operator.getKey(), operator.getValue(), arrays), arrays);
        }
        return bounds;
    }

    private static Bounds operation(String operator, Object value, boolean arrays) {
        return switch (operator) {
            case "$eq" -> points(List.of(Missing.ofNullable(value)), arrays);
            case "$in" -> value instanceof Collection<?> values ? points(values, arrays) : ANYTHING;
            case "$gt", "$gte" -> isComparable(value) ? new Bounds(null, value, lastOfType(value)) : ANYTHING;
            case "$lt", "$lte" -> isComparable(value) ? new Bounds(null, firstOfType(value), value) : ANYTHING;
            default -> ANYTHING;
        };
    }

    private static Bounds points(Collection<?> values, boolean arrays) {
        NavigableSet<Object> points = new TreeSet<>(ValueOrder.INSTANCE);
        for (Object value : values) {
            boolean absent = Missing.isNullOrMissing(value);
            if (absent ? arrays : !isComparable(value)) {
                return ANYTHING;
            }
            points.add(Missing.ofNullable(value));
        }
        return new Bounds(points, OPEN, OPEN);
    }

    private static boolean isComparable(Object value) {
        return value instanceof String || value instanceof Number || value instanceof Instant
            || value instanceof Boolean || value instanceof ObjectId;
    }

    /** A comparison matches values of its own type only; numbers and strings lie side by side in the order. */
    private static Object firstOfType(Object value) {
        if (value instanceof String) {
            return "";
        }
        if (value instanceof Number) {
            return Double.NEGATIVE_INFINITY;
        }
        return value instanceof Instant ? Instant.MIN : OPEN;
    }

    private static Object lastOfType(Object value) {
        if (value instanceof String) {
            return new Document();
        }
        if (value instanceof Number) {
            return "";
        }
        return value instanceof Instant ? Instant.MAX : OPEN;
    }

    private Bounds and(Bounds other, boolean arrays) {
        if (this == ANYTHING) {
            return other;
        }
        if (other == ANYTHING || arrays) {
            return this;
        }
        if (points != null) {
            NavigableSet<Object> left = new TreeSet<>(points);
            left.removeIf(point -> !other.lets(point));
            return new Bounds(left, OPEN, OPEN);
        }
        if (other.points != null) {
            return other.and(this, false);
        }
        return new Bounds(null, later(low, other.low), earlier(high, other.high));
    }

    private Bounds or(Bounds other) {
        if (this == ANYTHING || other == ANYTHING) {
            return ANYTHING;
        }
        if (points != null && other.points != null) {
            NavigableSet<Object> both = new TreeSet<>(points);
            both.addAll(other.points);
            return new Bounds(both, OPEN, OPEN);
        }
        Bounds a = asRange();
        Bounds b = other.asRange();
        if (a == null || b == null) {
            return a == null ? other : this;
        }
        Object lowest = a.low == OPEN || b.low == OPEN ? OPEN : earlier(a.low, b.low);
        Object highest = a.high == OPEN || b.high == OPEN ? OPEN : later(a.high, b.high);
        return new Bounds(null, lowest, highest);
    }

    private Bounds asRange() {
        if (points == null) {
            return this;
        }
        return points.isEmpty() ? null : new Bounds(null, points.first(), points.last());
    }

    private boolean lets(Object value) {
        if (points != null) {
            return points.contains(value);
        }
        return (low == OPEN || ValueOrder.INSTANCE.compare(low, value) <= 0)
            && (high == OPEN || ValueOrder.INSTANCE.compare(value, high) <= 0);
    }

    private static Object later(Object a, Object b) {
        if (a == OPEN || b == OPEN) {
            return a == OPEN ? b : a;
        }
        return ValueOrder.INSTANCE.compare(a, b) >= 0 ? a : b;
    }

    private static Object earlier(Object a, Object b) {
        if (a == OPEN || b == OPEN) {
            return a == OPEN ? b : a;
        }
        return ValueOrder.INSTANCE.compare(a, b) <= 0 ? a : b;
    }

    boolean isPoints() {
        return points != null;
    }

    List<Object> points() {
        return new ArrayList<>(points);
    }

    boolean isRange() {
        return points == null && this != ANYTHING;
    }

    /** Whether only documents that hold a value can pass. */
    boolean needsValue() {
        return points != null
            ? points.stream().noneMatch(Missing::isNullOrMissing)
            : low != OPEN && !Missing.isNullOrMissing(low);
    }

    boolean isOpenBelow() {
        return low == OPEN;
    }

    boolean isOpenAbove() {
        return high == OPEN;
    }

    Object low() {
        return low;
    }

    Object high() {
        return high;
    }
}
