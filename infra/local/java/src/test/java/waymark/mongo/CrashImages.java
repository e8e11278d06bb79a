package waymark.mongo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * The file as a crash would leave it, after a write or in the middle of one: every image must open again, with all that
 * was acknowledged. Usage: {@code CrashImages <empty folder> <commits> <seed>}; says what it found on standard output.
 */
public final class CrashImages {

    private static final int MAPS = 12;
    private static final int BLOCK = 4_096;
    private static final int COMPACT_EVERY = 50;
    private static final int LOOK_AT_EVERY = 3;
    private static final String IMAGE = "memFS:image";

    private static byte[] image = new byte[0];
    private static boolean watching;
    private static final Map<String, Integer> acknowledged = new HashMap<>();
    private static int moments;
    private static int images;
    private static int lost;
    private static int unreadable;

    private CrashImages() {
    }

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        int commits = Integer.parseInt(arguments[1]);
        Random random = new Random(Long.parseLong(arguments[2]));
        FilePath.register(new Watched());
        MVStore store = StandIn.open(Watched.SCHEME + ":" + folder.resolve("live"));
        GroupCommit commit = new GroupCommit(store);
        List<MVMap<Integer, byte[]>> maps = new ArrayList<>();
        commit.write(() -> {
            for (int map = 0; map < MAPS; map++) {
                maps.add(store.openMap("map" + map));
            }
            return null;
        });
        commit.awaitDurable();
        watching = true;
        for (int turn = 1; turn <= commits; turn++) {
            Map<String, Integer> written = new HashMap<>();
            int value = turn;
            commit.write(() -> {
                write(maps, random, value, written);
                return null;
            });
            commit.awaitDurable();
            acknowledged.putAll(written);
            if (turn % COMPACT_EVERY == 0) {
                commit.compact(50, 4 * 1024 * 1024);
            }
        }
        watching = false;
        store.closeImmediately();
        System.out.println("{\"images\":" + images + ",\"lost\":" + lost + ",\"unreadable\":" + unreadable + "}");
    }

    /** A few documents of a few collections, some new and some changed. */
    private static void write(List<MVMap<Integer, byte[]>> maps, Random random, int value, Map<String, Integer> written) {
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            int map = random.nextInt(MAPS);
            int known = maps.get(map).size();
            int key = known == 0 || random.nextInt(3) == 0 ? known : random.nextInt(known);
            byte[] bytes = new byte[200 + random.nextInt(3_000)];
            random.nextBytes(bytes);
            ByteBuffer.wrap(bytes).putInt(value);
            maps.get(map).put(key, bytes);
            written.put("map" + map + "/" + key, value);
        }
    }

    private static void written(long position, byte[] bytes) {
        int end = (int) position + bytes.length;
        if (image.length < end) {
            image = Arrays.copyOf(image, end);
        }
        int half = bytes.length / 2 / BLOCK * BLOCK;
        if (half > 0) {
            System.arraycopy(bytes, 0, image, (int) position, half);
            crash();
        }
        System.arraycopy(bytes, 0, image, (int) position, bytes.length);
        crash();
    }

    private static void truncated(long size) {
        image = Arrays.copyOf(image, (int) size);
        crash();
    }

    private static void crash() {
        if (!watching || ++moments % LOOK_AT_EVERY != 0) {
            return;
        }
        images++;
        try (OutputStream left = FilePath.get(IMAGE).newOutputStream(false)) {
            left.write(image);
        } catch (IOException fault) {
            throw new IllegalStateException(fault);
        }
        try {
            MVStore again = new MVStore.Builder().fileName(IMAGE).autoCommitDisabled().open();
            if (!acknowledged.entrySet().stream().allMatch(entry -> isIn(again, entry.getKey().split("/"), entry.getValue()))) {
                lost++;
            }
            again.closeImmediately();
        } catch (MVStoreException broken) {
            unreadable++;
        }
    }

    private static boolean isIn(MVStore store, String[] place, int value) {
        byte[] found = store.<Integer, byte[]>openMap(place[0]).get(Integer.valueOf(place[1]));
        return found != null && ByteBuffer.wrap(found).getInt() >= value;
    }

    /** A file whose writes are watched; the store makes it by its name. */
    public static final class Watched extends FilePathWrapper {

        static final String SCHEME = "watched";

        @Override
        public String getScheme() {
            return SCHEME;
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            return new WatchedChannel(getBase().open(mode));
        }
    }

    private static final class WatchedChannel extends FileBase {

        private final FileChannel file;

        WatchedChannel(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            byte[] bytes = new byte[source.remaining()];
            source.duplicate().get(bytes);
            int count = file.write(source, position);
            written(position, bytes);
            return count;
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            file.truncate(size);
            truncated(size);
            return this;
        }

        @Override
        public int write(ByteBuffer source) {
            throw new UnsupportedOperationException("the store names the place of each write");
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return file.read(target);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            file.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void force(boolean metadata) {
            // a crash of the process leaves what was written
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
