package waymark.mongo;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** How documents and their ids lie in the store: as BSON, ids in the order of MongoDB. */
final class BsonTypes {

    private BsonTypes() {
    }

    private static void write(WriteBuffer out, Document document) {
        ByteBuf bytes = Unpooled.buffer();
        BsonEncoder.encodeDocument(document, bytes);
        out.putVarInt(bytes.readableBytes());
        out.put(bytes.nioBuffer());
    }

    private static Document read(ByteBuffer in) {
        int length = DataUtils.readVarInt(in);
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bytes));
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

    static final class Documents extends BasicDataType<Document> {

        @Override
        public Document[] createStorage(int size) {
            return new Document[size];
        }

        @Override
        public int getMemory(Document document) {
            return sizeOf(document);
        }

        @Override
        public void write(WriteBuffer out, Document document) {
            BsonTypes.write(out, document);
        }

        @Override
        public Document read(ByteBuffer in) {
            return BsonTypes.read(in);
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
            BsonTypes.write(out, new Document("", id instanceof Missing ? null : id));
        }

        @Override
        public Object read(ByteBuffer in) {
            return Missing.ofNullable(BsonTypes.read(in).get(""));
        }
    }
}
