package waymark.mongo;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * Mends the third fault: as shipped, a write reaches the disk some time after its answer.
 *
 * <p>Here an answer is given only after a commit of the store that began when the work was done; those who wait
 * at the same time share one commit. Reads wait too when a write is under way, so that no answer shows what a
 * crash could still take back.
 *
 * <p>The store finds its last commit again from the file's header, which it writes only now and then, and from there
 * by a chain from commit to commit; a crash just after a link of that chain was written over opened the file as it
 * was many commits before. So here the header is written with every commit.
 */
public final class GroupCommit {

    /** Said in the header of a store that was closed in order: when it has to be taken back, the header is written. */
    private static final String CLOSED_IN_ORDER = "clean";

    private final MVStore store;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong commits = new AtomicLong();
    private final ReentrantLock turn = new ReentrantLock();
    private volatile long durable;

    public GroupCommit(MVStore store) {
        this.store = store;
    }

    public <T> T write(Supplier<T> work) {
        begun.incrementAndGet();
        try {
            return work.get();
        } finally {
            done.incrementAndGet();
        }
    }

    /** Returns when all that the caller can have seen is on disk. */
    public void awaitDurable() {
        long seen = begun.get();
        if (durable >= seen) {
            return;
        }
        turn.lock();
        try {
            if (durable >= seen) {
                return;
            }
            long included = done.get();
            commitOrDie();
            commits.incrementAndGet();
            durable = included;
        } finally {
            turn.unlock();
        }
    }

    /** Rewrites old parts of the file that hold little any more, between two commits. */
    public void compact(int leastPercentAlive, int bytesAtOnce) {
        turn.lock();
        try {
            writeHeaderToo();
            store.compact(leastPercentAlive, bytesAtOnce);
        } finally {
            turn.unlock();
        }
    }

    private void writeHeaderToo() {
        store.getStoreHeader().put(CLOSED_IN_ORDER, 1);
    }

    /** A store that cannot write answers nobody any more: the process ends, and its parent sees it. */
    private void commitOrDie() {
        try {
            writeHeaderToo();
            store.commit();
        } catch (MVStoreException broken) {
            System.err.println("the store cannot be written: " + broken.getMessage());
            Runtime.getRuntime().halt(74);
        }
    }

    long commits() {
        return commits.get();
    }
}
