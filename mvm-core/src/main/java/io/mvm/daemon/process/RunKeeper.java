package io.mvm.daemon.process;

import io.mvm.view.RunsView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Remembers runs in a state file: at the start, every minute, at the end, and when the process dies of an error. A file that
 * cannot be used costs statistics and nothing else. Safe for any thread.
 */
public final class RunKeeper implements AutoCloseable {
    private static final long EVERY_SECONDS = 60;
    /** Given back when memory has run out, so that there is enough for a last write. */
    private static final int RESERVE = 512 << 10;

    /**
     * What the present run has done so far.
     *
     * @param blocksStored blocks stored since the start
     * @param reloads successful reloads since the start
     * @param state state of the daemon
     */
    public record Progress(long blocksStored, long reloads, String state) {}

    private final StateFile file;
    private final Clock clock;
    private final RunRecord begun;
    private final boolean usable;
    private final ScheduledThreadPoolExecutor timer;
    private volatile Supplier<Progress> progress = () -> new Progress(0, 0, "init");
    private volatile byte[] reserve = new byte[RESERVE];
    private volatile String reason;
    private boolean failing;
    private boolean ended;

    /**
     * Notes that a run begins. Never throws for what is in the file or not.
     *
     * @param path the state file
     */
    public RunKeeper(Path path, Clock clock) {
        this.file = new StateFile(path);
        this.clock = clock;
        long now = clock.millis();
        boolean readable = true;
        Optional<RunRecord> former = Optional.empty();
        try {
            former = file.read(Instant.ofEpochMilli(now));
        } catch (IOException e) {
            // What is there may be dear to somebody: it is not written over.
            readable = false;
            ProcessLog.stateUnreadable(path, shown(e));
        }
        this.usable = readable;
        this.begun = former.map(record -> record.next(now)).orElseGet(() -> RunRecord.first(now));
        former.filter(record -> !record.ended())
                .ifPresent(record -> ProcessLog.formerRunBrokeOff(
                        record.savedMs(), record.state(), begun.runs().lastEndReason()));
        save(begun);
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "mvm-state");
            thread.setDaemon(true);
            return thread;
        });
        var unused = timer.scheduleWithFixedDelay(this::saveAgain, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** From here on the run's progress comes from there; it must not block. */
    public void watch(Supplier<Progress> source) {
        progress = source;
    }

    /** All runs, this one as of now. Never waits for the disk. */
    public RunsView view() {
        return record(false, null).runs();
    }

    /** What will end the run, in case its end does not come to be noted. The first reason stays. */
    public void ending(String why) {
        if (reason == null) {
            reason = why;
        }
    }

    /** Writes how things are now. */
    public void save() {
        synchronized (this) {
            if (!ended) {
                save(record(false, reason));
            }
        }
    }

    /** An exception would end the timer. */
    private void saveAgain() {
        try {
            save();
        } catch (RuntimeException e) {
            ProcessLog.stateUnwritable(file.path(), e.toString());
        }
    }

    /** Says that a thread has died of this, and writes it down as what the process may die of. Never throws. */
    public void fatal(Thread thread, Throwable failure) {
        reserve = null;
        try {
            ending(failure + " in thread " + thread.getName());
            save();
            ProcessLog.fatal(thread.getName(), failure);
        } catch (RuntimeException | Error e) {
            // Nothing is left to be done, and the process must go on to end.
            return;
        }
    }

    private RunRecord record(boolean inOrder, String why) {
        return begun.at(clock.millis(), progress.get(), inOrder, why);
    }

    private void save(RunRecord record) {
        if (!usable) {
            return;
        }
        try {
            file.write(record);
            if (failing) {
                failing = false;
                ProcessLog.stateWritable(file.path());
            }
        } catch (IOException e) {
            if (!failing) {
                failing = true;
                ProcessLog.stateUnwritable(file.path(), shown(e));
            }
        }
    }

    private static String shown(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    /** Notes that the run was ended in order, unless it was one that a fatal error has ended. */
    @Override
    public void close() {
        timer.shutdownNow();
        synchronized (this) {
            if (!ended) {
                save(record(reserve != null, reason));
                ended = true;
            }
        }
    }
}
