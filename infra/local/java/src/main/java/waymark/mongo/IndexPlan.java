package waymark.mongo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import de.bwaldvogel.mongo.backend.Constants;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;

/**
 * How one index answers a query: single values for the first keys, perhaps a range on the next one, perhaps
 * already in the order asked for. Mends the first fault: as shipped, an index serves only a query on exactly
 * its own keys.
 */
final class IndexPlan {

    private static final int MOST_PREFIXES = 1_000;

    private final OrderedAccess index;
    private final List<List<Object>> prefixes;
    private final Bounds next;
    private final Order order;
    private final int worth;

    private enum Order { NONE, FORWARDS, BACKWARDS }

    private IndexPlan(OrderedAccess index, List<List<Object>> prefixes, Bounds next, Order order, int worth) {
        this.index = index;
        this.prefixes = prefixes;
        this.next = next;
        this.order = order;
        this.worth = worth;
    }

    /** The best plan, or none where every document has to be looked at. */
    static Optional<IndexPlan> choose(Collection<OrderedAccess> indexes, Document query, Document sort, boolean limited) {
        IndexPlan best = null;
        for (OrderedAccess index : indexes) {
            IndexPlan plan = of(index, query, sort, limited);
            if (plan.worth > 0 && (best == null || plan.worth > best.worth)) {
                best = plan;
            }
        }
        return Optional.ofNullable(best);
    }

    /** A plan for each branch of the one {@code $or} of a query, or none where a branch needs every document looked at. */
    static Optional<List<IndexPlan>> chooseForBranches(Collection<OrderedAccess> indexes, Document query) {
        List<IndexPlan> plans = new ArrayList<>();
        for (Object branch : branchesOf(query)) {
            Optional<IndexPlan> plan = branch instanceof Document conditions
                ? choose(indexes, conditions, null, false)
                : Optional.empty();
            if (plan.isEmpty()) {
                return Optional.empty();
            }
            plans.add(plan.get());
        }
        return plans.isEmpty() ? Optional.empty() : Optional.of(plans);
    }

    private static Collection<?> branchesOf(Document query) {
        if (query.get("$or") instanceof Collection<?> branches) {
            return branches;
        }
        if (query.get("$and") instanceof Collection<?> all) {
            for (Object each : all) {
                if (each instanceof Document conditions && conditions.get("$or") instanceof Collection<?> branches) {
                    return branches;
                }
            }
        }
        return List.of();
    }

    private static IndexPlan of(OrderedAccess index, Document query, Document sort, boolean limited) {
        List<List<Object>> prefixes = List.of(List.of());
        Bounds next = Bounds.ANYTHING;
        boolean needsValue = false;
        int fixed = 0;
        for (IndexKey key : index.getKeys()) {
            Bounds bounds = Bounds.of(key.getKey(), query, index.holdsArrays());
            needsValue = needsValue || bounds.needsValue();
            if (!bounds.isPoints() || prefixes.size() * bounds.points().size() > MOST_PREFIXES) {
                next = bounds.isRange() ? bounds : Bounds.ANYTHING;
                break;
            }
            prefixes = extended(prefixes, bounds.points());
            fixed++;
        }
        Order order = keepsOrder(index, fixed) ? orderOf(index, fixed, sort) : Order.NONE;
        if (index.leavesOutMissing() && !needsValue) {
            return new IndexPlan(index, prefixes, next, Order.NONE, 0);
        }
        return new IndexPlan(index, prefixes, next, order, worth(index, fixed, next, order, limited));
    }

    /**
     * Under one prefix a document with arrays stands once where all keys but the id are fixed; elsewhere it may stand
     * in several places, and what it is ordered by is none of its own.
     */
    private static boolean keepsOrder(OrderedAccess index, int fixed) {
        List<IndexKey> open = index.getKeys().subList(fixed, index.getKeys().size());
        return !index.holdsArrays() || open.stream().allMatch(key -> key.getKey().equals(Constants.ID_FIELD));
    }

    private static int worth(OrderedAccess index, int fixed, Bounds next, Order order, boolean limited) {
        if (index.isUnique() && fixed == index.getKeys().size()) {
            return 1_000;
        }
        int ordered = order == Order.NONE ? 0 : limited ? 8 : 3;
        return 10 * fixed + (next.isRange() ? 4 : 0) + ordered;
    }

    private static List<List<Object>> extended(List<List<Object>> prefixes, List<Object> points) {
        List<List<Object>> longer = new ArrayList<>();
        for (List<Object> prefix : prefixes) {
            for (Object point : points) {
                List<Object> one = new ArrayList<>(prefix);
                one.add(point);
                longer.add(one);
            }
        }
        return longer;
    }

    /** Whether, under one prefix, the index lies in the order asked for, or exactly against it. */
    private static Order orderOf(OrderedAccess index, int fixed, Document sort) {
        if (sort == null || sort.isEmpty()) {
            return Order.NONE;
        }
        List<IndexKey> keys = index.getKeys();
        Set<String> settled = new HashSet<>();
        keys.subList(0, fixed).forEach(key -> settled.add(key.getKey()));
        Order order = Order.NONE;
        int at = fixed;
        for (Map.Entry<String, Object> part : sort.entrySet()) {
            if (!(part.getValue() instanceof Number direction)) {
                return Order.NONE;
            }
            if (settled.contains(part.getKey())) {
                continue;
            }
            boolean byId = at == keys.size() && part.getKey().equals(Constants.ID_FIELD);
            if (!byId && (at >= keys.size() || !keys.get(at).getKey().equals(part.getKey()))) {
                return Order.NONE;
            }
            boolean ascending = byId || keys.get(at).isAscending();
            Order needed = ascending == (direction.intValue() > 0) ? Order.FORWARDS : Order.BACKWARDS;
            if (order != Order.NONE && order != needed) {
                return Order.NONE;
            }
            order = needed;
            settled.add(part.getKey());
            at++;
        }
        return order == Order.NONE ? Order.FORWARDS : order;
    }

    boolean inOrder() {
        return order != Order.NONE;
    }

    /** The ids of all documents that may match: one list for each prefix, each in the order asked for if any is. */
    List<Iterator<Object>> scans() {
        List<Iterator<Object>> scans = new ArrayList<>();
        for (List<Object> prefix : prefixes) {
            scans.add(index.scan(prefix, next, order == Order.BACKWARDS));
        }
        return scans;
    }

    /** Whether a document may be found more than once. */
    boolean repeats() {
        return index.holdsArrays();
    }
}
