package waymark.mongo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.BsonConstants;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** How documents and their ids lie in the store: as BSON, ids in the order of MongoDB. */
final class BsonTypes {

    private BsonTypes() {
    }

    static byte[] encoded(Document document) {
        ByteBuf bytes = Unpooled.buffer();
        BsonEncoder.encodeDocument(document, bytes);
        return ByteBufUtil.getBytes(bytes);
    }

    static Document decoded(byte[] bytes) {
        return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bytes));
    }

    private static void write(WriteBuffer out, byte[] bytes) {
        out.putVarInt(bytes.length);
        out.put(bytes);
    }

    private static byte[] read(ByteBuffer in) {
        byte[] bytes = new byte[DataUtils.readVarInt(in)];
        in.get(bytes);
        return bytes;
    }

    /** A rough size in bytes: it decides when a page of the store is split and a batch of an answer is full. */
    static int sizeOf(Object value) {
        if (value instanceof String text) {
            return 24 + text.length();
        }
        int size = 24;
        if (value instanceof Map<?, ?> fields) {
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                size += sizeOf(field.getKey()) + sizeOf(field.getValue());
            }
        } else if (value instanceof Collection<?> elements) {
            for (Object element : elements) {
                size += sizeOf(element);
            }
        }
        return size;
    }

    static final class Documents extends BasicDataType<StoredDocument> {

        @Override
        public StoredDocument[] createStorage(int size) {
            return new StoredDocument[size];
        }

        @Override
        public int getMemory(StoredDocument stored) {
            return stored.size();
        }

        @Override
        public void write(WriteBuffer out, StoredDocument stored) {
            BsonTypes.write(out, stored.bytes());
        }

        @Override
        public StoredDocument read(ByteBuffer in) {
            return StoredDocument.read(BsonTypes.read(in));
        }
    }

    static final class Ids extends BasicDataType<Object> {

        @Override
        public Object[] createStorage(int size) {
            return new Object[size];
        }

        @Override
        public int getMemory(Object id) {
            return sizeOf(id);
        }

        @Override
        public int compare(Object a, Object b) {
            return ValueOrder.INSTANCE.compare(a, b);
        }

        @Override
        public void write(WriteBuffer out, Object id) {
            BsonTypes.write(out, id instanceof String text ? textAlone(text) : encoded(new Document("", id instanceof Missing ? null : id)));
        }

        /** What {@link #encoded} makes of a document with nothing but a text without a name: most ids are one. */
        private static byte[] textAlone(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            int length = utf8.length + 12;
            return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length).put(BsonConstants.TYPE_UTF8_STRING).put((byte) 0)
                .putInt(utf8.length + 1).put(utf8).put((byte) 0).put((byte) 0)
                .array();
        }

        @Override
        public Object read(ByteBuffer in) {
            return Missing.ofNullable(decoded(BsonTypes.read(in)).get(""));
        }
    }
}
