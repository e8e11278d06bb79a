package waymark.stack;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this process when its parent is gone. The parent holds the other end of standard input; however it dies,
 * kill -9 included, the operating system closes that end and the read below returns.
 */
public final class Lifeline {

    private Lifeline() {
    }

    /** Watch standard input from now on. Halts at once: both servers are safe against that by design. */
    public static void holdOn() {
        Thread watcher = new Thread(() -> {
            untilClosed(System.in);
            Runtime.getRuntime().halt(0);
        }, "lifeline");
        watcher.setDaemon(true);
        watcher.start();
    }

    private static void untilClosed(InputStream parent) {
        try {
            while (parent.read() >= 0) {
                // nothing is said on this line, it is only held
            }
        } catch (IOException gone) {
            // the same as closed
        }
    }
}
