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
 */
final class GroupCommit {

    private final MVStore store;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong commits = new AtomicLong();
    private final ReentrantLock turn = new ReentrantLock();
    private volatile long durable;

    GroupCommit(MVStore store) {
        this.store = store;
    }

    <T> T write(Supplier<T> work) {
        begun.incrementAndGet();
        try {
            return work.get();
        } finally {
            done.incrementAndGet();
        }
    }

    /** Returns when all that the caller can have seen is on disk. */
    void awaitDurable() {
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

    /** A store that cannot write answers nobody any more: the process ends, and its parent sees it. */
    private void commitOrDie() {
        try {
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
