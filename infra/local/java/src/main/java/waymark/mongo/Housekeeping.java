package waymark.mongo;

import org.h2.mvstore.MVStore;

/** Rewrites old, mostly dead parts of the file now and then, so that it does not grow without bound. */
final class Housekeeping {

    private static final long PAUSE_MS = 1_000;
    private static final int LEAST_PERCENT_ALIVE = 50;
    private static final int BYTES_AT_ONCE = 4 * 1024 * 1024;

    private Housekeeping() {
    }

    static void start(MVStore store, GroupCommit commits) {
        Thread keeper = new Thread(() -> keep(store, commits), "housekeeping");
        keeper.setDaemon(true);
        keeper.start();
    }

    private static void keep(MVStore store, GroupCommit commits) {
        long before = -1;
        while (!store.isClosed()) {
            try {
                Thread.sleep(PAUSE_MS);
            } catch (InterruptedException stopped) {
                return;
            }
            long now = commits.commits();
            if (now != before && !store.isClosed()) {
                before = now;
                commits.compact(LEAST_PERCENT_ALIVE, BYTES_AT_ONCE);
            }
        }
    }
}
