package waymark.mongo;

import java.util.ArrayList;
import java.util.List;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;

/**
 * The command {@code bulkWrite} of MongoDB 8, inserts alone: documents of several collections in one message, in order.
 * As there, nothing is rolled back: what came before a fault stays.
 */
final class BulkWrite {

    /** Carries out one command in one database. */
    interface Databases {

        Document run(String database, String command, Document body);
    }

    private static final int BAD_VALUE = 2;

    private final List<Document> operations;
    private final List<Document> namespaces;
    private final boolean ordered;
    private final List<Document> faults = new ArrayList<>();
    private int inserted;

    private BulkWrite(Document command) {
        this.operations = documents(command.get("ops"));
        this.namespaces = documents(command.get("nsInfo"));
        this.ordered = Utils.isTrue(command.getOrDefault("ordered", true));
    }

    /** The answer, as the server words it. */
    static Document answer(Document command, Databases databases) {
        BulkWrite bulk = new BulkWrite(command);
        bulk.run(databases);
        return new Document("ok", 1.0)
            .append("cursor", new Document("id", 0L).append("firstBatch", bulk.faults).append("ns", "admin.$cmd.bulkWrite"))
            .append("nErrors", bulk.faults.size())
            .append("nInserted", bulk.inserted)
            .append("nMatched", 0).append("nModified", 0).append("nUpserted", 0).append("nDeleted", 0);
    }

    private static List<Document> documents(Object list) {
        List<Document> documents = new ArrayList<>();
        if (list instanceof Iterable<?> elements) {
            elements.forEach(element -> documents.add((Document) element));
        }
        return documents;
    }

    private void run(Databases databases) {
        int from = 0;
        while (from < operations.size() && !(ordered && !faults.isEmpty())) {
            int to = from + 1;
            while (to < operations.size() && placeOf(to) == placeOf(from)) {
                to++;
            }
            insert(from, to, databases);
            from = to;
        }
    }

    private int placeOf(int operation) {
        if (!(operations.get(operation).get("insert") instanceof Number place)) {
            throw new MongoServerError(BAD_VALUE, "BadValue", "only inserts are carried out in a bulk of several collections");
        }
        return place.intValue();
    }

    private void insert(int from, int to, Databases databases) {
        String[] namespace = ((String) namespaces.get(placeOf(from)).get("ns")).split("\\.", 2);
        List<Object> fresh = new ArrayList<>();
        operations.subList(from, to).forEach(operation -> fresh.add(operation.get("document")));
        Document command = new Document("insert", namespace[1]).append("documents", fresh).append("ordered", ordered);
        Document answer = databases.run(namespace[0], "insert", command);
        List<Document> refused = documents(answer.get("writeErrors"));
        for (Document error : refused) {
            faults.add(new Document("ok", 0.0)
                .append("idx", from + ((Number) error.get("index")).intValue())
                .append("code", error.get("code"))
                .append("errmsg", error.get("errmsg"))
                .append("n", 0));
        }
        inserted += refused.isEmpty() ? fresh.size()
            : ordered ? ((Number) refused.get(0).get("index")).intValue()
            : fresh.size() - refused.size();
    }
}
