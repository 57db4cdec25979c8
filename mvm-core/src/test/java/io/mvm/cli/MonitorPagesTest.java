package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.config.ConfigLoader;
import io.mvm.daemon.MonitorSettings;
import io.mvm.rpc.PageSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pages are read, by the configuration. */
class MonitorPagesTest {
    private static final URI DEFAULT = URI.create("http://localhost:9615/metrics");

    @TempDir
    Path directory;

    private PageSettings pages(Map<String, Object> overrides) throws IOException {
        Path file = Files.writeString(directory.resolve("mvm.conf"), "");
        return MonitorSettings.rpc(ConfigLoader.load(Optional.of(file), Map.of(), overrides))
                .pages();
    }

    @Test
    void theDefaultPageIsTriedForWithoutPromise() throws IOException {
        assertThat(pages(Map.of())).isEqualTo(PageSettings.of(Optional.of(DEFAULT), false, Optional.empty()));
    }

    @Test
    void theDefaultPageIsNotThatOfANodeElsewhere() throws IOException {
        assertThat(pages(Map.of("rpc.urls", List.of("https://rpc.example.org"))))
                .isEqualTo(PageSettings.of(Optional.empty(), false, Optional.empty()));
        assertThat(pages(Map.of("rpc.urls", List.of("ws://127.0.0.1:9944", "https://rpc.example.org")))
                        .node())
                .contains(DEFAULT);
    }

    @Test
    void whatIsConfiguredIsExpectedToAnswer() throws IOException {
        assertThat(pages(Map.of(
                        "rpc.urls", List.of("https://rpc.example.org"),
                        "rpc.metrics-url", "http://10.0.0.7:9615/metrics",
                        "rpc.node-exporter-url", "http://10.0.0.7:9100/metrics")))
                .isEqualTo(PageSettings.of(
                        Optional.of(URI.create("http://10.0.0.7:9615/metrics")),
                        true,
                        Optional.of(URI.create("http://10.0.0.7:9100/metrics"))));
        assertThat(pages(Map.of("rpc.metrics-url", DEFAULT.toString())).nodeConfirmed())
                .as("written down, though it is the default")
                .isTrue();
    }
}
