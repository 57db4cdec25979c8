package io.mvm.daemon.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other processes are real ones; what they are called is what is looked at. */
class PidFileTest {
    @TempDir
    Path directory;

    private Process other;

    @AfterEach
    void endTheOther() throws InterruptedException {
        if (other != null) {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void holdsThePidWhileWeRunAndIsGoneAfterwards() throws IOException {
        Path file = directory.resolve("new").resolve("mvm.pid");
        try (PidFile pid = PidFile.take(file)) {
            assertThat(pid).isNotNull();
            assertThat(file).hasContent(ProcessHandle.current().pid() + "\n");
            assertThat(file.getParent()).isDirectoryNotContaining("glob:**/.*");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void aLivingMvmKeepsItsFileAndIsLeftInPeace() throws Exception {
        Path file = directory.resolve("mvm.pid");
        other = start("mvm-as-it-were");
        Files.writeString(file, other.pid() + "\n");
        assertThatThrownBy(() -> PidFile.take(file))
                .isInstanceOf(PidFile.RefusedException.class)
                .hasMessageContaining("another MVM (process " + other.pid() + ") runs")
                .hasMessageContaining(file.toString())
                .matches(e -> ((PidFile.RefusedException) e).running());
        assertThat(file).hasContent(other.pid() + "\n");
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void aNumberThatWasGivenToAnotherProcessIsStale() throws Exception {
        Path file = directory.resolve("mvm.pid");
        other = start("mvm-as-it-were");
        Files.writeString(file, other.pid() + "\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        takes(file);
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void aProcessOfAnotherKindIsStale() throws Exception {
        Path file = directory.resolve("mvm.pid");
        other = start("somebody-else");
        Files.writeString(file, other.pid() + "\n");
        takes(file);
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void aKilledOnesFileIsStale() throws Exception {
        Path file = directory.resolve("mvm.pid");
        other = start("mvm-as-it-were");
        Files.writeString(file, other.pid() + "\n");
        other.destroyForcibly().waitFor();
        takes(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "abc", "-1", "0", "99999999999999999999", "12 34"})
    void whatHoldsNoPidIsReplaced(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("mvm.pid"), content);
        takes(file);
    }

    @Test
    void aFileThatBecameAnothersIsLeft() throws IOException {
        Path file = directory.resolve("mvm.pid");
        try (PidFile pid = PidFile.take(file)) {
            assertThat(pid).isNotNull();
            Files.writeString(file, "1\n");
        }
        assertThat(file).hasContent("1\n");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNotAskedForAgain() throws IOException {
        Path file = Files.createFile(directory.resolve("file")).resolve("mvm.pid");
        assertThatThrownBy(() -> PidFile.take(file))
                .isInstanceOf(PidFile.RefusedException.class)
                .hasMessageContaining("cannot write the PID file " + file)
                .matches(e -> !((PidFile.RefusedException) e).running());
    }

    private void takes(Path file) throws IOException {
        try (PidFile pid = PidFile.take(file)) {
            assertThat(pid).isNotNull();
            assertThat(file).hasContent(ProcessHandle.current().pid() + "\n");
        }
    }

    /** A process that does nothing and has this name on its command line. */
    private static Process start(String name) throws IOException {
        return new ProcessBuilder("sh", "-c", "sleep 60; : " + name).start();
    }
}
