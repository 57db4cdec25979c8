package io.mvm.daemon.reload;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A file whose change is worth a reload.
 *
 * @param path where it is looked for
 * @param awaited whether it is waited for when it is gone, or empty, since nothing could be read without it; else that is a
 *     change as any other
 */
public record WatchedFile(Path path, boolean awaited) {
    public WatchedFile {
        Objects.requireNonNull(path, "path");
    }
}
