package io.mvm.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * A log file that is set aside when it is full.
 *
 * @param path the file; its directory is made if need be
 * @param maxSize bytes at which it is set aside as {@code <path>.1.gz}, and that as {@code .2.gz}
 * @param maxFiles how many of those are kept; with 0 it begins anew, and what was in it is gone
 */
record LogFile(Path path, long maxSize, int maxFiles) {
    /** Logs name validators and places of files: for the owner and the group that may read logs. */
    private static final String PERMISSIONS = "rw-r-----";

    /**
     * Makes sure that it can be written, and that nobody else may read it.
     *
     * @throws CommandFailure if it cannot
     */
    void prepare() {
        try {
            Path directory = path.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            create();
        } catch (IOException | UnsupportedOperationException e) {
            throw new CommandFailure(
                    ExitStatus.HOPELESS,
                    "cannot write the log file " + path + " (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); its directory must be writable by this user, or give another --log-file");
        }
    }

    private void create() throws IOException {
        FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), attributes())
                .close();
    }

    /** Which file is there, as the file system tells files apart; null if there is none. */
    private Object identity() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean hasPermissions() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] attributes() {
        return hasPermissions()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PERMISSIONS))
                }
                : new FileAttribute<?>[0];
    }

    /** Appends to it; has no encoder yet and is not started. */
    Appender appender(LoggerContext context) {
        Appender appender = new Appender(this);
        appender.setFile(path.toString());
        appender.setAppend(true);

        FixedWindowRollingPolicy policy = new Window(appender);
        policy.setContext(context);
        policy.setParent(appender);
        // A percent sign in a path would be read as a conversion word.
        policy.setFileNamePattern(path.toString().replace("%", "\\%") + ".%i.gz");
        policy.setMinIndex(1);
        policy.start();

        SizeBasedTriggeringPolicy<ILoggingEvent> full = new Full(appender);
        full.setContext(context);
        full.setCheckIncrement(Duration.buildBySeconds(1));
        full.start();

        appender.setRollingPolicy(policy);
        appender.setTriggeringPolicy(full);
        return appender;
    }

    private Path setAside(int number) {
        return path.resolveSibling(path.getFileName() + "." + number + ".gz");
    }

    /** Keeps as many as the file says by then. */
    private static final class Window extends FixedWindowRollingPolicy {
        private final Appender appender;

        Window(Appender appender) {
            this.appender = appender;
        }

        @Override
        public void rollover() {
            setMaxIndex(Math.max(1, appender.file.maxFiles()));
            super.rollover();
        }

        /** Logback keeps 20 at the most unless told. */
        @Override
        protected int getMaxWindowSize() {
            return Integer.MAX_VALUE;
        }
    }

    /** As large as the file says by then. */
    private static final class Full extends SizeBasedTriggeringPolicy<ILoggingEvent> {
        private final Appender appender;

        Full(Appender appender) {
            this.appender = appender;
        }

        @Override
        public boolean isTriggeringEvent(File active, ILoggingEvent event) {
            setMaxFileSize(new FileSize(appender.file.maxSize()));
            return super.isTriggeringEvent(active, event);
        }
    }

    /** Gives each file the permissions of the first. */
    static final class Appender extends RollingFileAppender<ILoggingEvent> {
        private static final long LOOK_MS = 1_000;

        private volatile LogFile file;
        private volatile Object opened;
        private volatile long lookedMs;

        private Appender(LogFile file) {
            this.file = file;
        }

        /** How large the file may become and how many are kept from here on. Safe for any thread. */
        void limits(long maxSize, int maxFiles) {
            file = new LogFile(file.path(), maxSize, maxFiles);
        }

        @Override
        public void openFile(String name) throws IOException {
            file.create();
            super.openFile(name);
            opened = file.identity();
        }

        @Override
        protected void subAppend(ILoggingEvent event) {
            if (Math.abs(event.getTimeStamp() - lookedMs) >= LOOK_MS) {
                lookedMs = event.getTimeStamp();
                reopenIfMoved();
            }
            super.subAppend(event);
        }

        /** As logrotate does it; what is open would be written to for ever, under its new name or none. */
        private void reopenIfMoved() {
            if (Objects.equals(opened, file.identity())) {
                return;
            }
            try {
                Path directory = file.path().toAbsolutePath().getParent();
                if (directory != null) {
                    Files.createDirectories(directory);
                }
                openFile(getFile());
            } catch (IOException e) {
                addError("cannot begin " + file.path() + " anew after it was moved away", e);
            }
        }

        @Override
        public void rollover() {
            super.rollover();
            try {
                // More of them may have been kept before.
                for (int number = file.maxFiles() + 1; Files.deleteIfExists(file.setAside(number)); number++) {}
                if (hasPermissions() && Files.exists(file.setAside(1))) {
                    Files.setPosixFilePermissions(file.setAside(1), PosixFilePermissions.fromString(PERMISSIONS));
                }
            } catch (IOException e) {
                addError("cannot finish setting aside " + file.path(), e);
            }
        }
    }
}
