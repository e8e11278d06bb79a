package waymark.mongo;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.h2.mvstore.MVStore;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.wire.message.MongoMessage;

/** All databases of one store; every answer waits until what it shows is on disk. */
final class StandInBackend extends AbstractMongoBackend {

    private static final Set<String> READS = Set.of(
        "find", "getmore", "count", "distinct", "ismaster", "hello", "ping", "serverstatus", "buildinfo",
        "listcollections", "listindexes", "listdatabases", "killcursors", "endsessions", "collstats", "dbstats");

    private final MVStore store;
    private final GroupCommit commits;
    private final Work work = new Work();
    private final Map<String, StandInDatabase> open = new ConcurrentHashMap<>();

    StandInBackend(MVStore store, GroupCommit commits) {
        this.store = store;
        this.commits = commits;
        version(new AsMongo44());
        StandInDatabase.namesIn(store).forEach(this::resolveDatabase);
    }

    /** The oldest server that current drivers talk to. */
    private record AsMongo44() implements MongoVersion {

        @Override
        public List<Integer> getVersionArray() {
            return List.of(4, 4, 0);
        }

        @Override
        public int getWireVersion() {
            return 9;
        }
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return open.computeIfAbsent(name, missing -> new StandInDatabase(missing, getCursorRegistry(), store, work));
    }

    @Override
    public void dropDatabase(String name) {
        super.dropDatabase(name);
        open.remove(name);
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        String command = message.getDocument().keySet().iterator().next();
        // What a long read still walks over must not be taken from the file by a commit or the housekeeping meanwhile.
        MVStore.TxCounter inUse = store.registerVersionUsage();
        try {
            if (READS.contains(command.toLowerCase())) {
                return super.handleMessage(message);
            }
            return commits.write(() -> command.equals("bulkWrite")
                ? BulkWrite.answer(message.getDocument(), (database, each, body) -> super.handleCommand(message.getChannel(), database, each, body))
                : trueCount(message.getDocument(), super.handleMessage(message)));
        } catch (MongoServerException expected) {
            throw expected;
        } catch (RuntimeException fault) {
            System.err.println("the command " + command + " failed: " + fault.getClass().getName());
            throw fault;
        } finally {
            store.deregisterVersionUsage(inUse);
            commits.awaitDurable();
        }
    }

    /** As shipped, an insert counts the documents that it refused. */
    private static Document trueCount(Document command, Document answer) {
        if (command.containsKey("insert") && answer.get("writeErrors") instanceof List<?> errors && !errors.isEmpty()) {
            boolean stopsAtFirst = Utils.isTrue(command.getOrDefault("ordered", true));
            Number first = (Number) ((Document) errors.get(0)).get("index");
            int asked = ((Number) answer.get("n")).intValue();
            answer.put("n", stopsAtFirst ? first.intValue() : asked - errors.size());
        }
        return answer;
    }

    @Override
    public Document getServerStatus() {
        Document status = super.getServerStatus();
        Document metrics = (Document) status.get("metrics");
        metrics.put("queryExecutor", new Document("scannedObjects", work.documentsExamined().sum())
            .append("collectionScans", new Document("total", work.collectionScans().sum())));
        metrics.put("commits", commits.commits());
        status.put("standIn", true);
        return status;
    }

    @Override
    public void close() {
        super.close();
        store.close();
    }
}
