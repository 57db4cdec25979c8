package io.mvm.daemon.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The file that holds our process id and a line feed, nothing else, while we run, so that {@code kill $(cat FILE)} works.
 * Whether a file is a former run's is found without sending any signal, not even 0: there is no such process; or it started
 * after the file was written, so the number was given to another; or its command line is not MVM's. Where the system does not
 * tell, the owner counts as alive. Not safe for several threads.
 */
public final class PidFile implements AutoCloseable {
    /** Start times are rounded to clock ticks, those of files to less. */
    private static final Duration ROUNDING = Duration.ofSeconds(2);

    private static final int TRIES = 3;

    /** The file could not be taken. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final boolean running;

        private RefusedException(boolean running, String message, Throwable cause) {
            super(message, cause);
            this.running = running;
        }

        /** Whether the reason is a running MVM: a later try may succeed then. */
        public boolean running() {
            return running;
        }
    }

    private final Path file;
    private final String content;

    private PidFile(Path file, String content) {
        this.file = file;
        this.content = content;
    }

    /**
     * Writes our process id.
     *
     * @param file its directory is made if need be
     * @throws RefusedException if another MVM runs that has written it, or it cannot be written
     */
    public static PidFile take(Path file) {
        return take(file, ProcessHandle.current().pid());
    }

    static PidFile take(Path file, long pid) {
        String content = pid + "\n";
        Path path = file.toAbsolutePath();
        Path part = path.resolveSibling("." + path.getFileName() + "." + pid);
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(part, content, StandardCharsets.US_ASCII);
            try {
                place(part, path, file);
            } finally {
                Files.deleteIfExists(part);
            }
            if (!content.equals(read(path))) {
                throw new RefusedException(
                        true, "another MVM took the PID file " + file + " at the same moment; start one only", null);
            }
            return new PidFile(file, content);
        } catch (IOException | UnsupportedOperationException e) {
            throw new RefusedException(
                    false,
                    "cannot write the PID file " + file + " (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); its directory must be writable by this user, or give another --pid-file",
                    e);
        }
    }

    /** A link appears whole and only where nothing is, so of two starts at once one fails; a stale file is replaced at once. */
    private static void place(Path part, Path path, Path shown) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try {
                Files.createLink(path, part);
                return;
            } catch (FileAlreadyExistsException e) {
                String there = read(path);
                if (there == null) {
                    continue; // it went meanwhile
                }
                refuseIfAlive(path, shown, there);
                Files.move(part, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                return;
            }
        }
        throw new IOException("it comes and goes");
    }

    private static void refuseIfAlive(Path path, Path shown, String there) throws IOException {
        Optional<Long> pid = number(there);
        if (pid.isEmpty()) {
            ProcessLog.pidFileStale(shown, "it holds no process id", shortened(there));
            return;
        }
        Optional<String> stale =
                stale(pid.get(), Files.getLastModifiedTime(path).toInstant());
        if (stale.isEmpty()) {
            throw new RefusedException(
                    true,
                    "another MVM (process " + pid.get() + ") runs: the PID file " + shown
                            + " is its; stop it, or give this one another --pid-file and another --db-path",
                    null);
        }
        ProcessLog.pidFileStale(shown, "process " + pid.get(), stale.get());
    }

    /** Why that process is not the one that wrote the file then; empty: it is, for all one can see. */
    static Optional<String> stale(long pid, Instant written) {
        if (pid == ProcessHandle.current().pid()) {
            return Optional.of("that is this process");
        }
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return Optional.of("there is no such process");
        }
        ProcessHandle.Info info = process.get().info();
        if (info.startInstant()
                .filter(start -> start.isAfter(written.plus(ROUNDING)))
                .isPresent()) {
            return Optional.of("another process has that number now, started at "
                    + info.startInstant().get());
        }
        Optional<String> command = info.commandLine();
        if (command.isPresent() && !command.get().contains("mvm")) {
            return Optional.of("that is '" + shortened(command.get()) + "' now");
        }
        return Optional.empty();
    }

    /** Null if it is not there. */
    private static String read(Path path) throws IOException {
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static Optional<Long> number(String text) {
        String digits = text.strip();
        return digits.matches("[1-9][0-9]{0,9}") ? Optional.of(Long.valueOf(digits)) : Optional.empty();
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= 60 ? line : line.substring(0, 57) + "...";
    }

    /** Removes the file if it is still ours. Never throws. */
    @Override
    public void close() {
        try {
            String there = read(file.toAbsolutePath());
            if (content.equals(there)) {
                Files.deleteIfExists(file.toAbsolutePath());
            } else if (there != null) {
                ProcessLog.pidFileNotOurs(file);
            }
        } catch (IOException e) {
            ProcessLog.pidFileNotRemoved(file, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }
}
