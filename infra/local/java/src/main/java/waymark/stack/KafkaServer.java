package waymark.stack;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;

/**
 * One Apache Kafka server, broker and controller in one, as a child of the process that started it.
 * Usage: {@code KafkaServer <server.properties>}. Says {@code ready} on standard output once it serves.
 */
public final class KafkaServer {

    private KafkaServer() {
    }

    public static void main(String[] arguments) throws IOException {
        Lifeline.holdOn();
        Path properties = Path.of(arguments[0]);
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(properties)) {
            settings.load(reader);
        }
        formatOnce(properties, Path.of(settings.getProperty("log.dirs")));

        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
        server.startup();
        System.out.println("ready");
        server.awaitShutdown();
    }

    /** A format that was cut short leaves no mark, and is done again from nothing. */
    private static void formatOnce(Path properties, Path logs) throws IOException {
        Path mark = logs.resolveSibling("formatted");
        if (Files.exists(mark)) {
            return;
        }
        deleteAll(logs);
        String cluster = Uuid.randomUuid().toString();
        String[] format = {"format", "--standalone", "-t", cluster, "-c", properties.toString()};
        int failure = StorageTool.execute(format, new PrintStream(System.err, true));
        if (failure != 0) {
            throw new IOException("the storage of Kafka could not be formatted");
        }
        Files.writeString(mark, cluster);
    }

    private static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }
}
