package io.mvm.exporter.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The archive that the build has made, as it is installed. */
final class Distribution {
    private Distribution() {}

    /**
     * Unpacks it.
     *
     * @return its launcher
     */
    static Path unpack(Path directory) throws IOException, InterruptedException {
        Path archive;
        try (Stream<Path> files =
                Files.list(Path.of(System.getProperty("mvm.agent.jar")).getParent())) {
            archive = files.filter(file -> file.getFileName().toString().matches("mvm-\\d.*\\.tar\\.gz"))
                    .findFirst()
                    .orElseThrow();
        }
        Process tar = new ProcessBuilder("tar", "xzf", archive.toString(), "--strip-components=1")
                .directory(directory.toFile())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return directory.resolve("bin/mvm");
    }
}
