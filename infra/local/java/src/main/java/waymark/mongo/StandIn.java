package waymark.mongo;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.h2.mvstore.MVStore;

import de.bwaldvogel.mongo.MongoServer;
import waymark.stack.Lifeline;

/**
 * A stand-in for MongoDB for development and tests, as a child of the process that started it.
 * Usage: {@code StandIn <file> <port>}; port 0 takes a free one. Says {@code ready <port>} on standard output.
 */
public final class StandIn {

    private static final int WORKERS = 64;

    private StandIn() {
    }

    public static void main(String[] arguments) {
        Lifeline.holdOn();
        MVStore store = open(arguments[0]);
        GroupCommit commits = new GroupCommit(store);
        Housekeeping.start(store, commits);
        MongoServer server = new MongoServer(new StandInBackend(store, commits));
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow, "shutdown"));
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1])), 1, WORKERS);
        System.err.println("This is a stand-in for MongoDB, for development and tests only. "
            + "Set MONGO_URL to use a real MongoDB.");
        System.out.println("ready " + server.getLocalAddress().getPort());
    }

    /** The store in this file, made if it is not there: nothing in it is written but by a {@link GroupCommit}. */
    public static MVStore open(String fileName) {
        MVStore store = new MVStore.Builder()
            .fileName(fileName)
            .autoCommitDisabled()
            .autoCommitBufferSize(0)
            .pageSplitSize(4 * 1024)
            .cacheSize(128)
            .open();
        store.setRetentionTime(0);
        return store;
    }
}
