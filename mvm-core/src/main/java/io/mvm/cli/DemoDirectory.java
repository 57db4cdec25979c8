package io.mvm.cli;

import io.mvm.chain.SidechainKey;
import io.mvm.simulator.DemoNetwork;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code mvm demo} writes: a keystore as a node would have it, names of validators, and a configuration with which other
 * commands read beside the running demo. All of it goes when it is closed.
 */
final class DemoDirectory implements AutoCloseable {
    private static final String CHAIN = "demo";
    private static final String LABEL = "OURS";
    /** What stands where a real file has a secret: only the names of the files are ever read. */
    private static final String NO_SECRET = "\"there is no key in here\"\n";

    private final Path root;
    private final Path database;
    private final Path keystore;
    private final Path labels;
    private final Path configuration;

    private DemoDirectory(Path root, Path database) {
        this.root = root;
        this.database = database == null ? root.resolve("mvm.db") : database.toAbsolutePath();
        keystore = root.resolve("keystore");
        labels = root.resolve("labels.conf");
        configuration = root.resolve("mvm.conf");
    }

    /**
     * A new directory among the system's temporary files.
     *
     * @param database where the database is wanted; null: in the directory
     * @throws IOException if it cannot be written; nothing is left behind then
     */
    static DemoDirectory create(DemoNetwork network, Path database) throws IOException {
        DemoDirectory directory = new DemoDirectory(Files.createTempDirectory("mvm-demo-"), database);
        try {
            directory.write(network);
        } catch (IOException e) {
            directory.close();
            throw e;
        }
        return directory;
    }

    private void write(DemoNetwork network) throws IOException {
        Files.createDirectory(keystore, mode("rwx------"));
        for (String name : network.ourKeystore()) {
            Files.writeString(Files.createFile(keystore.resolve(name), mode("rw-------")), NO_SECRET);
        }
        StringBuilder names = new StringBuilder("labels {\n");
        new TreeMap<SidechainKey, String>(network.labels())
                .forEach((key, label) -> names.append("  ")
                        .append(quoted(key.hex()))
                        .append(" = ")
                        .append(quoted(label))
                        .append('\n'));
        Files.writeString(labels, names.append("}\n"));
        StringBuilder text =
                new StringBuilder("# For commands that read beside a running mvm demo; it goes with it.\n");
        new TreeMap<>(settings(network))
                .forEach((key, value) -> text.append(key)
                        .append(" = ")
                        .append(value instanceof List<?> list ? quoted(list) : quoted(value))
                        .append('\n'));
        Files.writeString(configuration, text);
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static String quoted(List<?> values) {
        return values.stream().map(DemoDirectory::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(Object value) {
        return '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** What the demo itself runs with and its readers need: values by key of the configuration. */
    Map<String, Object> settings(DemoNetwork network) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(
                "rpc.urls",
                List.of(
                        network.node().url().toString(),
                        network.fallback().url().toString()));
        settings.put("rpc.metrics-url", network.node().metricsUrl().toString());
        settings.put("rpc.node-exporter-url", network.node().hostMetricsUrl().toString());
        settings.put("database.path", database.toString());
        settings.put("integration.chain-id", CHAIN);
        settings.put("validator.ours", List.of(network.ourKey().hex()));
        settings.put("validator.label", LABEL);
        settings.put("validator.keystore-path", keystore.toString());
        settings.put("validator.labels-file", labels.toString());
        return settings;
    }

    /** The file to be named with {@code --config}. */
    Path configuration() {
        return configuration;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
