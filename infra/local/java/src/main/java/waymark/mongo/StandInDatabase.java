package waymark.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;

/** A database in the store: one map for each collection, and indexes in memory. */
final class StandInDatabase extends AbstractSynchronizedMongoDatabase<Object> {

    private static final String PREFIX = "data.";
    private static final int FIRST_BATCH = 101;
    private static final Set<String> READS_OTHERS = Set.of("$lookup", "$graphLookup", "$unionWith", "$out", "$merge");

    private final MVStore store;
    private final Work work;
    private List<StandInCollection> opening = new ArrayList<>();

    StandInDatabase(String name, CursorRegistry cursors, MVStore store, Work work) {
        super(name, cursors);
        this.store = store;
        this.work = work;
        initializeNamespacesAndIndexes();
        opening.forEach(StandInCollection::opened);
        opening = null;
    }

    /** The names of the databases in a store. */
    static List<String> namesIn(MVStore store) {
        return store.getMapNames().stream()
            .filter(map -> map.startsWith(PREFIX))
            .map(map -> map.substring(PREFIX.length()).split("\\.", 2)[0])
            .distinct()
            .toList();
    }

    private MVMap<Object, StoredDocument> documentsOf(String collection) {
        return store.openMap(PREFIX + databaseName + "." + collection,
            new MVMap.Builder<Object, StoredDocument>().keyType(new BsonTypes.Ids()).valueType(new BsonTypes.Documents()));
    }

    /** A find answers in batches; an aggregation that begins with a match reads what matches, by an index where there is one. */
    @Override
    public Document handleCommand(Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
        if (command.equals("find")) {
            query.putIfAbsent("batchSize", FIRST_BATCH);
        }
        if (command.equals("aggregate") && query.get("pipeline") instanceof List<?> stages && canNarrow(stages)
            && resolveCollection(String.valueOf(query.get(command)), false) instanceof StandInCollection collection) {
            Document match = (Document) ((Document) stages.get(0)).get("$match");
            return collection.narrowedTo(match, () -> super.handleCommand(channel, command, query, databases, oplog));
        }
        return super.handleCommand(channel, command, query, databases, oplog);
    }

    private static boolean canNarrow(List<?> stages) {
        return !stages.isEmpty()
            && stages.stream().allMatch(stage -> stage instanceof Document one && READS_OTHERS.stream().noneMatch(one::containsKey))
            && ((Document) stages.get(0)).get("$match") instanceof Document;
    }

    @Override
    protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
        StandInCollection collection = new StandInCollection(this, name, options, cursorRegistry, documentsOf(name), work);
        if (opening != null) {
            collection.open();
            opening.add(collection);
        }
        return collection;
    }

    @Override
    protected Index<Object> openOrCreateUniqueIndex(String collection, String name, List<IndexKey> keys, boolean sparse) {
        return PrimaryKeyIndex.NAME.equals(name)
            ? new PrimaryKeyIndex(documentsOf(collection))
            : new OrderedIndex(name, keys, sparse, true);
    }

    @Override
    protected Index<Object> openOrCreateSecondaryIndex(String collection, String name, List<IndexKey> keys, boolean sparse) {
        return new OrderedIndex(name, keys, sparse, false);
    }

    /** Emptied first: a crash halfway leaves an empty collection, never old documents under a new one. */
    @Override
    public void dropCollection(String name, Oplog oplog) {
        boolean system = name.startsWith("system.");
        MVMap<Object, StoredDocument> documents = documentsOf(name);
        if (!system) {
            documents.clear();
        }
        super.dropCollection(name, oplog);
        store.removeMap(documents);
    }

    @Override
    public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String newName) {
        throw new UnsupportedOperationException("a collection is not renamed here");
    }

    @Override
    protected long getStorageSize() {
        return store.getFileStore().size();
    }

    @Override
    protected long getFileSize() {
        return getStorageSize();
    }
}
