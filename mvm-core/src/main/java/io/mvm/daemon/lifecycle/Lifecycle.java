package io.mvm.daemon.lifecycle;

import io.mvm.view.LifecycleView;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The state the process is in. Only valid transitions are made. Safe for any thread. */
public final class Lifecycle {
    private final Clock clock;
    private final List<Consumer<LifecycleView>> listeners = new CopyOnWriteArrayList<>();
    private DaemonState state = DaemonState.INIT;
    private LifecycleView view;

    /** In state {@link DaemonState#INIT}. */
    public Lifecycle(Clock clock) {
        this.clock = clock;
        this.view = new LifecycleView(state.shown(), clock.millis(), "", false);
    }

    /** Told of each change, one at a time, on the thread that makes it. */
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
                    + ", expected one of " + state.next());
        }
        long since = next == state ? view.sinceMs() : clock.millis();
        state = next;
        show(new LifecycleView(state.shown(), since, reason, view.paused()));
    }

    /** Notes that an operator has paused syncing, or taken it up again. */
    public synchronized void paused(boolean paused) {
        show(new LifecycleView(view.state(), view.sinceMs(), view.reason(), paused));
    }

    private void show(LifecycleView next) {
        if (!next.equals(view)) {
            view = next;
            listeners.forEach(listener -> listener.accept(next));
        }
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
