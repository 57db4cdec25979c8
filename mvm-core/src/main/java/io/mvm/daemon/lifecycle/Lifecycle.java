package io.mvm.daemon.lifecycle;

import io.mvm.view.LifecycleView;
import io.mvm.view.StateChangeView;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The state the process is in. Only valid transitions are made. Reloading and stopping are steps somebody takes; all other states
 * are what conditions say, and these may change while a configuration is being taken over. Safe for any thread.
 */
public final class Lifecycle {
    /** Changes kept to be shown. */
    private static final int KEPT = 20;

    /** States that only a step leads out of, so that conditions may not. */
    private static final Set<DaemonState> STEPS =
            EnumSet.of(DaemonState.INIT, DaemonState.RELOADING, DaemonState.STOPPING, DaemonState.STOPPED);

    private final Clock clock;
    private final LifecycleLog log = new LifecycleLog();
    private final List<Consumer<LifecycleView>> listeners = new CopyOnWriteArrayList<>();
    private final Deque<StateChangeView> history = new ArrayDeque<>();
    private DaemonState state = DaemonState.INIT;
    private DaemonState wanted = DaemonState.STARTING;
    private String wantedReason = "";
    private LifecycleView view;

    /** In state {@link DaemonState#INIT}. */
    public Lifecycle(Clock clock) {
        this.clock = clock;
        this.view = new LifecycleView(state.shown(), clock.millis(), "", false);
    }

    /** Told of each change, one at a time, on the thread that makes it; must not block. */
    public void listen(Consumer<LifecycleView> listener) {
        listeners.add(listener);
    }

    /**
     * Goes into a state, or stays in it with another reason.
     *
     * @throws IllegalStateException if that state may not follow the present one
     */
    public synchronized void enter(DaemonState next, String reason) {
        if (next != state && !state.next().contains(next)) {
            throw new IllegalStateException("the daemon cannot go from " + state.shown() + " to " + next.shown()
                    + ", expected one of "
                    + state.next().stream().map(DaemonState::shown).sorted().toList());
        }
        long now = clock.millis();
        long since = view.sinceMs();
        long changes = view.changes();
        if (next != state) {
            StateChangeView change =
                    new StateChangeView(state.shown(), next.shown(), reason, now, Math.max(0, now - since));
            history.addLast(change);
            if (history.size() > KEPT) {
                history.removeFirst();
            }
            since = now;
            changes++;
            state = next;
            log.changed(change, bad(next));
        }
        if (!STEPS.contains(state)) {
            wanted = state;
            wantedReason = reason;
        }
        show(new LifecycleView(
                state.shown(), since, reason, view.paused(), view.stalls(), changes, List.copyOf(history)));
    }

    /**
     * Goes where conditions say. While a configuration is taken over this is noted, and is done when {@link #reloaded}; when the
     * process stops, or has not begun, nothing is done.
     *
     * @throws IllegalStateException if that state may not follow the present one
     */
    public synchronized void settle(DaemonState next, String reason) {
        if (STEPS.contains(next)) {
            throw new IllegalStateException("conditions cannot ask for " + next.shown());
        }
        if (state == DaemonState.RELOADING) {
            wanted = next;
            wantedReason = reason;
        } else if (!STEPS.contains(state)) {
            enter(next, reason);
        }
    }

    /** A configuration begins to be taken over. False if the process does not run, or is at that already: then it must not be. */
    public synchronized boolean reloading(String by) {
        if (STEPS.contains(state)) {
            return false;
        }
        enter(DaemonState.RELOADING, "asked for by " + by);
        return true;
    }

    /** It is taken over, or was refused: goes on in the state that conditions say by now. Does nothing if the process stops. */
    public synchronized void reloaded() {
        if (state == DaemonState.RELOADING) {
            enter(wanted, wantedReason);
        }
    }

    /** Notes that an operator has paused syncing, or taken it up again. */
    public synchronized void paused(boolean paused) {
        show(new LifecycleView(
                view.state(), view.sinceMs(), view.reason(), paused, view.stalls(), view.changes(), view.history()));
    }

    /** Notes what has stopped moving. */
    public synchronized void stalled(Map<String, String> stalls) {
        show(new LifecycleView(
                view.state(), view.sinceMs(), view.reason(), view.paused(), stalls, view.changes(), view.history()));
    }

    private void show(LifecycleView next) {
        if (!next.equals(view)) {
            view = next;
            listeners.forEach(listener -> listener.accept(next));
        }
    }

    private static boolean bad(DaemonState state) {
        return state == DaemonState.DEGRADED || state == DaemonState.RECONNECTING;
    }

    /** Where it is. */
    public synchronized DaemonState state() {
        return state;
    }

    /** Where it is, to be shown. */
    public synchronized LifecycleView view() {
        return view;
    }
}
