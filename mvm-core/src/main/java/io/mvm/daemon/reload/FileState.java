package io.mvm.daemon.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * Which file lies behind a path, and as of when: another file, another time or another size is a change.
 *
 * @param path with every symbolic link followed
 * @param identity which file it is, as its file system tells files apart; may be null
 * @param changed when it was last written
 * @param size in bytes
 * @param readable whether we may read it
 */
record FileState(Path path, Object identity, FileTime changed, long size, boolean readable) {
    /** As it is now; empty if there is no such file, or nothing in it (yet). */
    static Optional<FileState> of(Path file) {
        try {
            Path real = file.toRealPath();
            BasicFileAttributes found = Files.readAttributes(real, BasicFileAttributes.class);
            return found.isRegularFile() && found.size() > 0
                    ? Optional.of(new FileState(
                            real, found.fileKey(), found.lastModifiedTime(), found.size(), Files.isReadable(real)))
                    : Optional.empty();
        } catch (IOException e) {
            // Not there, or not for us to see: for who watches, both are the same.
            return Optional.empty();
        }
    }
}
