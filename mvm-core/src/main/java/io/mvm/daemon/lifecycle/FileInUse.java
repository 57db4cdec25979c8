package io.mvm.daemon.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * The database's file, of which the process has its own handle: it writes to it also when its name leads nowhere any more, or to
 * another file, and then nobody will ever find what is written. Safe for any thread.
 */
final class FileInUse {
    private final Path file;
    private final Object identity;

    /** The file that is there now. */
    FileInUse(Path file) {
        this.file = file;
        Object found;
        try {
            found = identity();
        } catch (IOException e) {
            found = null;
        }
        this.identity = found;
    }

    private Object identity() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** What has become of the name, for people; null if it leads to the file, for all one can see. */
    String lost() {
        try {
            Object now = identity();
            return identity == null || Objects.equals(identity, now)
                    ? null
                    : "the database " + file
                            + " was replaced while in use: what is stored goes to the former file and is lost;"
                            + " restart MVM to use the new one";
        } catch (NoSuchFileException e) {
            return "the database " + file
                    + " was removed while in use: all that is stored is lost when MVM ends; restart it"
                    + " to fetch everything anew";
        } catch (IOException e) {
            // Not for us to see: the next write tells more.
            return null;
        }
    }
}
