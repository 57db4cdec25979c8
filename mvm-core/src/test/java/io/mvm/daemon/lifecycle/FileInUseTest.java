package io.mvm.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileInUseTest {
    @TempDir
    Path directory;

    @Test
    void tellsAFileThatIsGoneFromOneThatIsAnother() throws IOException {
        Path file = Files.writeString(directory.resolve("mvm.db"), "one");
        FileInUse used = new FileInUse(file);
        Files.writeString(file, "written to");
        assertThat(used.lost()).isNull();
        Path aside = Files.move(file, directory.resolve("aside"));
        assertThat(used.lost()).startsWith("the database " + file + " was removed while in use");
        Files.writeString(file, "another");
        assertThat(used.lost()).startsWith("the database " + file + " was replaced while in use");
        Files.delete(file);
        Files.move(aside, file);
        assertThat(used.lost()).isNull();
    }
}
