package waymark.mongo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.h2.mvstore.MVMap;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IndexBuildFailedException;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;

/**
 * A collection in one map of the store, from id to document. A document in the map is never changed: a change
 * works on a copy and puts that, so that a reader, or a commit under way, sees the whole old one or the whole new one.
 */
final class StandInCollection extends AbstractSynchronizedMongoCollection<Object> {

    private final MVMap<Object, StoredDocument> documents;
    private final Work work;
    private final boolean counted;
    private final ThreadLocal<Document> narrowed = new ThreadLocal<>();
    private final List<OrderedIndex> unfilled = new ArrayList<>();
    private boolean opening;
    private boolean changing;
    private boolean onlyOne;

    StandInCollection(MongoDatabase database, String name, CollectionOptions options, CursorRegistry cursors,
                      MVMap<Object, StoredDocument> documents, Work work) {
        super(database, name, options, cursors);
        this.documents = documents;
        this.work = work;
        this.counted = !name.startsWith("system.");
        if (counted) {
            addIndex(new PrimaryKeyIndex(documents));
        }
    }

    @Override
    protected synchronized QueryResult queryDocuments(Document query, Document orderBy, int skip, int limit,
                                                      int batchSize, Document fields) {
        List<Object> ids = idsOf(query, orderBy, skip, onlyOne ? 1 : limit);
        if (changing) {
            return new QueryResult(ids.stream().map(id -> getDocument(id).cloneDeeply()).toList());
        }
        if (batchSize == 0) {
            return new QueryResult(() -> ids.stream().flatMap(id -> read(id, fields).stream()).iterator());
        }
        IdCursor cursor = new IdCursor(cursorRegistry.generateCursorId(), ids, id -> read(id, fields));
        List<Document> first = cursor.takeDocuments(batchSize);
        if (cursor.isEmpty()) {
            return new QueryResult(first);
        }
        cursorRegistry.add(cursor);
        return new QueryResult(first, cursor);
    }

    /** The document as it is now, unless it is gone. */
    private Optional<Document> read(Object id, Document fields) {
        Optional<Document> document = Optional.ofNullable(getDocument(id));
        return fields == null || fields.isEmpty() ? document : document.map(whole -> project(whole, fields));
    }

    private Document project(Document whole, Document fields) {
        return matchDocumentsFromStream(new Document(), Stream.of(whole), 0, 0, 0, null, fields).iterator().next();
    }

    private List<Object> idsOf(Document query, Document orderBy, int skip, int limit) {
        List<IndexPlan> plans = plansFor(query, orderBy, limit);
        boolean inOrder = plans.size() == 1 && plans.get(0).inOrder();
        Comparator<DocumentWithPosition<Object>> order = orderBy == null || orderBy.isEmpty() || isNatural(orderBy)
            ? null
            : Comparator.comparing(DocumentWithPosition::getDocument, new SortOrder(orderBy));
        Stream<DocumentWithPosition<Object>> matching = (plans.isEmpty() ? everything(orderBy) : found(plans, order))
            .peek(candidate -> countExamined())
            .filter(candidate -> documentMatchesQuery(candidate.getDocument(), query));
        if (order != null && !inOrder) {
            matching = matching.sorted(order);
        }
        matching = matching.skip(skip);
        return (limit > 0 ? matching.limit(limit) : matching).map(DocumentWithPosition::getPosition).toList();
    }

    /** One plan for the whole query, or one for each branch of its {@code $or}; none where all documents are looked at. */
    private List<IndexPlan> plansFor(Document query, Document orderBy, int limit) {
        if (isNatural(orderBy)) {
            return List.of();
        }
        List<OrderedAccess> indexes = orderedIndexes();
        return IndexPlan.choose(indexes, query, orderBy, limit > 0)
            .map(List::of)
            .or(() -> IndexPlan.chooseForBranches(indexes, query))
            .orElseGet(List::of);
    }

    private static boolean isNatural(Document orderBy) {
        return orderBy != null && orderBy.containsKey("$natural");
    }

    private List<OrderedAccess> orderedIndexes() {
        List<OrderedAccess> ordered = new ArrayList<>();
        for (Index<Object> index : getIndexes()) {
            if (index instanceof OrderedAccess access) {
                ordered.add(access);
            }
        }
        return ordered;
    }

    private Stream<DocumentWithPosition<Object>> found(List<IndexPlan> plans, Comparator<DocumentWithPosition<Object>> order) {
        Set<Object> seen = new HashSet<>();
        boolean repeats = plans.size() > 1 || plans.get(0).repeats();
        List<Iterator<DocumentWithPosition<Object>>> streams = new ArrayList<>();
        for (IndexPlan plan : plans) {
            for (Iterator<Object> scan : plan.scans()) {
                Stream<Object> ids = stream(scan);
                streams.add((repeats ? ids.filter(seen::add) : ids)
                    .map(id -> new DocumentWithPosition<>(getDocument(id), id))
                    .iterator());
            }
        }
        if (plans.size() == 1 && plans.get(0).inOrder() && streams.size() > 1) {
            return stream(new Merge<>(streams, order));
        }
        return streams.stream().flatMap(StandInCollection::stream);
    }

    private Stream<DocumentWithPosition<Object>> everything(Document orderBy) {
        if (counted) {
            work.collectionScans().increment();
        }
        return isNaturalDescending(orderBy)
            ? stream(documents.cursor(documents.lastKey(), null, true)).map(id -> new DocumentWithPosition<>(getDocument(id), id))
            : streamAllDocumentsWithPosition();
    }

    private static <T> Stream<T> stream(Iterator<T> iterator) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, 0), false);
    }

    private void countExamined() {
        if (counted) {
            work.documentsExamined().increment();
        }
    }

    /** While {@code work} runs on this thread, the whole collection is what matches {@code query}. */
    <T> T narrowedTo(Document query, Supplier<T> work) {
        narrowed.set(query);
        try {
            return work.get();
        } finally {
            narrowed.remove();
        }
    }

    @Override
    public Iterable<Document> queryAll() {
        return handleQuery(Optional.ofNullable(narrowed.get()).orElseGet(Document::new));
    }

    @Override
    public synchronized Document updateDocuments(Document selector, Document update, ArrayFilters arrayFilters,
                                                 boolean isMulti, boolean isUpsert, Oplog oplog) {
        changing = true;
        onlyOne = !isMulti;
        try {
            return super.updateDocuments(selector, update, arrayFilters, isMulti, isUpsert, oplog);
        } finally {
            changing = false;
            onlyOne = false;
        }
    }

    @Override
    public synchronized Document findAndModify(Document query) {
        changing = true;
        try {
            return super.findAndModify(query);
        } finally {
            changing = false;
        }
    }

    @Override
    public synchronized void addIndex(Index<Object> index) {
        boolean known = getIndexes().stream().anyMatch(other -> other.getName().equals(index.getName()));
        if (!known && index instanceof OrderedIndex fresh) {
            if (opening) {
                unfilled.add(fresh);
            } else {
                fill(List.of(fresh));
            }
        }
        super.addIndex(index);
    }

    /** At the start of the server: until {@link #opened}, indexes are only noted. */
    void open() {
        opening = true;
    }

    /** All indexes noted are made in one pass over the documents. */
    synchronized void opened() {
        opening = false;
        fill(unfilled);
        unfilled.clear();
    }

    private void fill(List<OrderedIndex> indexes) {
        if (indexes.isEmpty()) {
            return;
        }
        try {
            documents.entrySet().forEach(entry ->
                indexes.forEach(index -> index.add(entry.getValue().document(), entry.getKey(), this)));
        } catch (MongoServerError refused) {
            throw new IndexBuildFailedException(refused, this);
        }
    }

    @Override
    public synchronized void dropIndex(String indexName) {
        super.dropIndex(indexName);
    }

    @Override
    protected QueryResult matchDocuments(Document query, Document orderBy, int skip, int limit, int batchSize,
                                         Document fields) {
        return queryDocuments(query, orderBy, skip, limit, batchSize, fields);
    }

    @Override
    protected Object addDocumentInternal(Document document) {
        Object id = getIdField() == null ? nextPlace() : Missing.ofNullable(Utils.getSubdocumentValue(document, getIdField()));
        documents.put(id, StoredDocument.of(document));
        return id;
    }

    private Object nextPlace() {
        return documents.isEmpty() ? 0L : ((Number) documents.lastKey()).longValue() + 1;
    }

    @Override
    protected void handleUpdate(Object id, Document before, Document after) {
        documents.put(id, StoredDocument.of(after));
    }

    @Override
    protected void removeDocument(Object id) {
        if (documents.remove(id) == null) {
            throw new NoSuchElementException("no such document");
        }
    }

    @Override
    protected Document getDocument(Object id) {
        return StoredDocument.documentOf(documents.get(id));
    }

    @Override
    protected Stream<DocumentWithPosition<Object>> streamAllDocumentsWithPosition() {
        return documents.entrySet().stream().map(entry -> new DocumentWithPosition<>(entry.getValue().document(), entry.getKey()));
    }

    @Override
    public int count() {
        return documents.size();
    }

    @Override
    public boolean isEmpty() {
        return documents.isEmpty();
    }

    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int change) {
        // not kept
    }

    @Override
    protected int getDataSize() {
        return 0;
    }
}
