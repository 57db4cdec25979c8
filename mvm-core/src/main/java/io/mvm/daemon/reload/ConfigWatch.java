package io.mvm.daemon.reload;

import io.mvm.daemon.operation.OperationException;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Has the configuration read anew when one of its files changes, in whatever way it does: written in place, another file moved over
 * it, a symbolic link on the way to it turned elsewhere, a directory taken away and put back. The system announces what
 * happens in the directories on the way; since some file systems announce nothing, the files are looked at every few seconds
 * besides. A reload comes once nothing has changed for a moment, so that several changes make one.
 *
 * <p>A file that nothing could be read without, and that is not there, or empty, is waited for: nothing happens until it is back;
 * that is said once if it lasts. That another one is gone is a change as any other.
 */
public final class ConfigWatch implements AutoCloseable {
    /** Editors write a file in several steps. */
    public static final Duration QUIET = Duration.ofMillis(500);

    private static final Duration LOOK = Duration.ofSeconds(5);
    /** A change is read after so long though others follow: what writes without a pause must not put it off for ever. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final Duration GONE = Duration.ofSeconds(10);
    private static final long CLOSE_MS = 2_000;

    private static final WatchEvent.Kind<?>[] COME_AND_GO = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE
    };
    private static final WatchEvent.Kind<?>[] WRITTEN_TOO = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_MODIFY
    };

    private final Supplier<List<WatchedFile>> files;
    private final Runnable reload;
    private final Duration quiet;
    private final Clock clock;
    private final WatchService service;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private final Thread thread = new Thread(this::run, "mvm-config-watch");
    private volatile boolean closed;

    private WatchedPlaces places = new WatchedPlaces();
    private Map<Path, Optional<FileState>> seen = new LinkedHashMap<>();
    /** What changed since the files were last read. */
    private final Set<Path> changed = new HashSet<>();
    /** What is waited for: it was there and is not. */
    private final Set<Path> gone = new LinkedHashSet<>();

    /** The one that names the others; null if there is none. */
    private Path first;
    /** When the files were last read; what was written later is a change, also to one that was not watched then. */
    private Instant readAt;

    private List<WatchedFile> said;
    private boolean saidCannot;
    /** When the last change was seen that is not read yet; null while there is none. */
    private Long lastChange;
    /** When the first of them was seen; holds while there is a last one. */
    private long firstChange;

    private Long goneSince;
    private boolean saidGone;

    /**
     * Begins to watch.
     *
     * @param files what to watch now, the one that names the others first; asked again and again
     * @param reload reads them; called on the watch's own thread
     * @param quiet for so long nothing must change before they are read
     * @param clock the time of the file systems
     * @param readAt when they were read; what was written later is a change
     */
    public ConfigWatch(
            Supplier<List<WatchedFile>> files, Runnable reload, Duration quiet, Clock clock, Instant readAt) {
        this.files = files;
        this.reload = reload;
        this.quiet = quiet;
        this.clock = clock;
        this.readAt = readAt;
        this.service = open();
        look(System.nanoTime());
        thread.setDaemon(true);
        thread.start();
    }

    private static WatchService open() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            ReloadLog.cannotWatch(reason(e), LOOK);
            return null;
        }
    }

    private void run() {
        try {
            while (!closed) {
                await(pause(System.nanoTime()));
                if (!closed) {
                    step(System.nanoTime());
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            // Only close() does either.
            return;
        }
    }

    /** Nanoseconds until there is something to do though nothing is announced. */
    private long pause(long now) {
        long pause = LOOK.toNanos();
        if (lastChange != null) {
            pause = Math.min(pause, due() - now);
        }
        if (goneSince != null && !saidGone) {
            pause = Math.min(pause, goneSince + GONE.toNanos() - now);
        }
        return Math.max(0, pause);
    }

    private long due() {
        return Math.min(lastChange + quiet.toNanos(), firstChange + LONGEST.toNanos());
    }

    /** Waits until something happens to a name on the way to the files, or until the time is over. */
    private void await(long nanos) throws InterruptedException {
        if (service == null) {
            TimeUnit.NANOSECONDS.sleep(nanos);
            return;
        }
        long end = System.nanoTime() + nanos;
        boolean concerned = false;
        while (!concerned) {
            WatchKey key = service.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (key == null) {
                return;
            }
            for (; key != null; key = service.poll()) {
                concerned |= concerns(key);
            }
        }
    }

    private boolean concerns(WatchKey key) {
        boolean concerned = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            concerned |= !(event.context() instanceof Path name)
                    || !(key.watchable() instanceof Path directory)
                    || places.counts(directory, name.toString());
        }
        if (!key.reset()) {
            // The directory itself is gone.
            keys.values().remove(key);
            concerned = true;
        }
        return concerned;
    }

    private void step(long now) {
        look(now);
        if (lastChange == null || now - due() < 0) {
            sayGone(now);
            return;
        }
        lastChange = null;
        boolean worth = worthReading();
        changed.clear();
        if (worth) {
            readAt = clock.instant();
            read();
            // It may name other files now.
            look(System.nanoTime());
        }
    }

    /**
     * Whether what has changed can have made another configuration. What is waited for will change once more by coming back;
     * while it is gone, what was written may no longer name it, but without the first one nothing can be read.
     */
    private boolean worthReading() {
        boolean written = changed.stream().anyMatch(file -> seen.get(file).isPresent());
        return !gone.contains(first) && (written || (gone.isEmpty() && !changed.isEmpty()));
    }

    private void look(long now) {
        List<WatchedFile> named = files.get();
        watch(named);
        List<Path> wanted = named.stream().map(WatchedFile::path).toList();
        first = wanted.isEmpty() ? null : wanted.get(0);
        Map<Path, Optional<FileState>> before = seen;
        seen = new LinkedHashMap<>();
        wanted.forEach(file -> seen.put(file, FileState.of(file)));
        changed.retainAll(wanted);
        gone.retainAll(wanted);
        for (WatchedFile file : named) {
            Optional<FileState> old = before.get(file.path());
            Optional<FileState> state = seen.get(file.path());
            if (old == null ? isWrittenLater(state) : !old.equals(state)) {
                changed.add(file.path());
                firstChange = lastChange == null ? now : firstChange;
                lastChange = now;
            }
            if (state.isPresent() || !file.awaited()) {
                gone.remove(file.path());
            } else if (old != null && old.isPresent()) {
                gone.add(file.path());
            }
        }
        if (gone.isEmpty()) {
            goneSince = null;
            saidGone = false;
        } else if (goneSince == null) {
            goneSince = now;
        }
    }

    private boolean isWrittenLater(Optional<FileState> state) {
        return state.isPresent() && state.get().changed().toInstant().isAfter(readAt);
    }

    private void watch(List<WatchedFile> wanted) {
        if (!wanted.equals(said)) {
            said = List.copyOf(wanted);
            if (said.isEmpty()) {
                ReloadLog.nothingToWatch();
            } else {
                ReloadLog.watching(said.stream().map(WatchedFile::path).toList());
            }
        }
        WatchedPlaces ways = new WatchedPlaces();
        wanted.forEach(file -> ways.add(file.path()));
        places = ways;
        if (service == null) {
            return;
        }
        keys.entrySet().removeIf(entry -> {
            boolean unwanted = !ways.directories().contains(entry.getKey());
            if (unwanted) {
                entry.getValue().cancel();
            }
            return unwanted;
        });
        for (Path directory : ways.directories()) {
            try {
                // Again and again: another directory may lie there by now.
                keys.put(directory, directory.register(service, ways.holdsFile(directory) ? WRITTEN_TOO : COME_AND_GO));
            } catch (IOException e) {
                keys.remove(directory);
                // One that is none of ours to list can still be on the way.
                if (Files.isReadable(directory) && !saidCannot) {
                    saidCannot = true;
                    ReloadLog.cannotWatch(reason(e), LOOK);
                }
            }
        }
    }

    private void sayGone(long now) {
        if (goneSince != null && !saidGone && now - goneSince >= GONE.toNanos()) {
            saidGone = true;
            ReloadLog.gone(List.copyOf(gone));
        }
    }

    private void read() {
        try {
            reload.run();
        } catch (OperationException e) {
            // Whoever did the reload has said why; the next change is another try.
            return;
        } catch (RuntimeException e) {
            ReloadLog.failed(reason(e), e);
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Ends the watch; a reload in progress is finished first. */
    @Override
    public void close() {
        closed = true;
        try {
            if (service != null) {
                service.close();
            } else {
                thread.interrupt();
            }
            if (Thread.currentThread() != thread) {
                thread.join(CLOSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("the watch of the configuration could not be closed", e);
        }
    }
}
