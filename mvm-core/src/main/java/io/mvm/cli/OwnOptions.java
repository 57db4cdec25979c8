package io.mvm.cli;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where the keys of our validator are. */
final class OwnOptions {
    @Option(
            names = "--keystore",
            paramLabel = "DIR",
            description =
                    "The node's keystore; only the names of its files are read. Default: validator.keystore-path.")
    private Path keystore;

    @Option(
            names = "--keys-file",
            paramLabel = "FILE",
            description = "File with public keys. Default: validator.keys-file.")
    private Path keysFile;

    /** Lays these options over the configuration. */
    void override(Map<String, Object> overrides) {
        if (keystore != null) {
            overrides.put("validator.keystore-path", keystore);
        }
        if (keysFile != null) {
            overrides.put("validator.keys-file", keysFile);
        }
    }
}
