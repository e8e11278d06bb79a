package waymark.mongo;

import de.bwaldvogel.mongo.bson.Document;

/**
 * A document as the store holds it, with its bytes: a page of the store is written again with every change of a
 * neighbour, and a document is encoded once. What has come from the file is decoded when it is first asked for.
 */
final class StoredDocument {

    /** A document with its bytes takes about so many times the bytes. */
    private static final int TIMES_BYTES = 3;

    private final byte[] bytes;
    private volatile Document document;

    private StoredDocument(byte[] bytes, Document document) {
        this.bytes = bytes;
        this.document = document;
    }

    /** {@code document} must not be changed afterwards. */
    static StoredDocument of(Document document) {
        return new StoredDocument(BsonTypes.encoded(document), document);
    }

    static StoredDocument read(byte[] bytes) {
        return new StoredDocument(bytes, null);
    }

    static Document documentOf(StoredDocument stored) {
        return stored == null ? null : stored.document();
    }

    Document document() {
        Document decoded = document;
        if (decoded == null) {
            decoded = BsonTypes.decoded(bytes);
            document = decoded;
        }
        return decoded;
    }

    byte[] bytes() {
        return bytes;
    }

    /** A rough size in memory, in bytes: it decides when a page of the store is split, and how many stay in memory. */
    int size() {
        return bytes.length * TIMES_BYTES;
    }
}
