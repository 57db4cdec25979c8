package io.mvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private final PrintStream stderr = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @BeforeEach
    void listens() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void goesBackToTheDefault() {
        System.setErr(stderr);
        Logging.configure(Logging.Format.TEXT, 0, Optional.empty());
    }

    @Test
    void writesOneLineOfTextToStderr() {
        Logging.configure(Logging.Format.TEXT, 0, Optional.empty());
        LoggerFactory.getLogger("io.mvm.sync.Follower").info("stored block {}", 7);
        assertThat(text())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ INFO  Follower: stored block 7\\R");
    }

    @Test
    void writesOneJsonObjectALine() throws IOException {
        Logging.configure(Logging.Format.JSON, 0, Optional.empty());
        LoggerFactory.getLogger("io.mvm.sync.Follower").warn("block {}", 7, new IOException("no \"disk\"\nleft"));
        assertThat(text().lines()).hasSize(1);
        JsonNode line = new ObjectMapper().readTree(text());
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("loggerName").asText()).isEqualTo("io.mvm.sync.Follower");
        assertThat(line.path("formattedMessage").asText()).isEqualTo("block 7");
        assertThat(line.path("throwable").path("message").asText()).isEqualTo("no \"disk\"\nleft");
        assertThat(line.path("timestamp").asLong()).isPositive();
    }

    @Test
    void saysMoreWithEveryV() {
        for (int verbosity = 0; verbosity <= 2; verbosity++) {
            Logging.configure(Logging.Format.TEXT, verbosity, Optional.empty());
            for (String name : new String[] {"io.mvm.rpc.Client", "org.eclipse.jetty.Server"}) {
                var log = LoggerFactory.getLogger(name);
                log.info("i{}", verbosity);
                log.debug("d{}", verbosity);
                log.trace("t{}", verbosity);
            }
        }
        assertThat(text().lines().map(line -> line.replaceAll("^\\S+ \\S+ +", "")))
                .containsExactly(
                        "Client: i0",
                        "Client: i1",
                        "Client: d1",
                        "Server: i1",
                        "Client: i2",
                        "Client: d2",
                        "Client: t2",
                        "Server: i2",
                        "Server: d2");
    }

    @Test
    void appendsToAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mvm.log"), "before\n");
        Logging.configure(Logging.Format.TEXT, 0, Optional.of(file));
        LoggerFactory.getLogger("io.mvm.X").info("after");
        Logging.configure(Logging.Format.TEXT, 0, Optional.empty());
        assertThat(Files.readAllLines(file)).hasSize(2).last().asString().endsWith("X: after");
        assertThat(text()).isEmpty();
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
