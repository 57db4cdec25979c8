package io.mvm.config;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A file that another one includes, or would if it were there.
 *
 * @param path as it is opened: from the directory of the file that includes it, or from the working directory
 * @param required whether it is an error that it is not there
 * @param found whether it was there when the including file was read
 */
public record IncludedFile(Path path, boolean required, boolean found) {
    public IncludedFile {
        Objects.requireNonNull(path, "path");
    }
}
