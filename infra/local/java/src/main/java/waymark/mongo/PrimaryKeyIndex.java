package waymark.mongo;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;

import org.h2.mvstore.MVMap;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Constants;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;

/** The index on {@code _id}: the store itself, which lies in that order. */
final class PrimaryKeyIndex extends Index<Object> implements OrderedAccess {

    static final String NAME = "_id_";

    private final MVMap<Object, StoredDocument> documents;

    PrimaryKeyIndex(MVMap<Object, StoredDocument> documents) {
        super(NAME, List.of(new IndexKey(Constants.ID_FIELD, true)), false);
        this.documents = documents;
    }

    static Object idOf(Document document) {
        return Missing.ofNullable(Utils.getSubdocumentValue(document, Constants.ID_FIELD));
    }

    @Override
    public boolean leavesOutMissing() {
        return false;
    }

    @Override
    public boolean holdsArrays() {
        return false;
    }

    @Override
    public boolean isUnique() {
        return true;
    }

    @Override
    public Iterator<Object> scan(List<Object> prefix, Bounds next, boolean backwards) {
        if (!prefix.isEmpty()) {
            Document document = StoredDocument.documentOf(documents.get(Missing.ofNullable(prefix.get(0))));
            return document == null
                ? Collections.emptyIterator()
                : Collections.<Object>singleton(idOf(document)).iterator();
        }
        Object low = next.isOpenBelow() ? null : next.low();
        Object high = next.isOpenAbove() ? null : next.high();
        return backwards ? documents.cursor(high, low, true) : documents.cursor(low, high, false);
    }

    @Override
    public Object getPosition(Document document) {
        Object id = idOf(document);
        return documents.containsKey(id) ? id : null;
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Object> collection) {
        Object id = idOf(document);
        if (documents.containsKey(id)) {
            throw new DuplicateKeyError(this, collection, getKeys(), new KeyValue(id));
        }
    }

    @Override
    public void add(Document document, Object position, MongoCollection<Object> collection) {
        // the store has it
    }

    @Override
    public Object remove(Document document) {
        return getPosition(document);
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Object> collection) {
        // an id never changes
    }

    @Override
    public void updateInPlace(Document before, Document after, Object position, MongoCollection<Object> collection) {
        // an id never changes
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Object> getPositions(Document query) {
        throw new UnsupportedOperationException("read through a plan");
    }

    @Override
    public long getCount() {
        return documents.sizeAsLong();
    }

    @Override
    public long getDataSize() {
        return 0;
    }

    @Override
    public void drop() {
        // goes with the store
    }
}
