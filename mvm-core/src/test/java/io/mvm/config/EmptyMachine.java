package io.mvm.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of reading a configuration share: a machine with nothing on it but what the test writes there. */
abstract class EmptyMachine {
    @TempDir
    Path temporary;

    Path work;
    Path root;
    final Map<String, String> env = new HashMap<>();
    final Map<String, Object> overrides = new HashMap<>();

    @BeforeEach
    void makesAnEmptyMachine() throws IOException {
        work = Files.createDirectory(temporary.resolve("work"));
        root = Files.createDirectory(temporary.resolve("root"));
        write(root.resolve("proc/sys/kernel/hostname"), "watcher\n");
    }

    MvmConfig load() {
        return load(Optional.empty());
    }

    MvmConfig load(Optional<Path> file) {
        return new ConfigLoader(work, root).read(file, env, overrides);
    }

    List<String> problems() {
        return catchThrowableOfType(ConfigException.class, this::load).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
