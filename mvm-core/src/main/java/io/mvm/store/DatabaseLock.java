package io.mvm.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a second writer off a database: an exclusive lock on {@code <database>.lock}, which holds the owner's process id.
 * The operating system frees it however the process ends, so it is never stale.
 */
final class DatabaseLock implements AutoCloseable {
    /**
     * Locks of this process. Closing any channel on a file frees all of a process's locks on it, so a file that this process
     * holds must not even be opened again.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path key;
    private final FileChannel channel;
    private final FileLock lock;

    private DatabaseLock(Path key, FileChannel channel, FileLock lock) {
        this.key = key;
        this.channel = channel;
        this.lock = lock;
    }

    static DatabaseLock acquire(Path database) {
        Path file = database.resolveSibling(database.getFileName() + ".lock");
        Path key = file.toAbsolutePath().normalize();
        if (!HELD.add(key)) {
            throw heldBy(String.valueOf(ProcessHandle.current().pid()), database);
        }
        boolean acquired = false;
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String owner = Files.readString(file).strip();
                channel.close();
                throw heldBy(owner.isEmpty() ? "unknown" : owner, database);
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            acquired = true;
            return new DatabaseLock(key, channel, lock);
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new StoreException(
                    StoreException.Kind.UNWRITABLE,
                    "cannot write the lock file " + file + " (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); the directory must exist and be writable by this user",
                    e);
        } finally {
            if (!acquired) {
                HELD.remove(key);
            }
        }
    }

    private static StoreException heldBy(String process, Path database) {
        return new StoreException(
                StoreException.Kind.BUSY,
                "another MVM (process " + process + ") writes " + database
                        + "; stop it, or give this one another --db-path");
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held within this very process.
            return null;
        }
    }

    private static void closeQuietly(FileChannel channel, IOException cause) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() {
        try (channel) {
            lock.release();
        } catch (IOException e) {
            throw new StoreException(StoreException.Kind.FAILED, "cannot release the database lock", e);
        } finally {
            HELD.remove(key);
        }
    }
}
