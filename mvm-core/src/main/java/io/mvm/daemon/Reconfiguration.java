package io.mvm.daemon;

import io.mvm.chain.SidechainKey;
import io.mvm.config.MvmConfig;
import io.mvm.daemon.lifecycle.Lifecycle;
import io.mvm.daemon.operation.ErrorCode;
import io.mvm.daemon.operation.OperationException;
import io.mvm.daemon.reload.Takeover;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Checks configurations for a running daemon and takes them over. Used by one reload at a time. */
final class Reconfiguration {
    /** Longer nobody who asked for a reload is kept waiting: the loop takes it over as soon as it comes to it. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final String LABELS = "validator.labels-file";

    private final Monitor monitor;
    private final Lifecycle lifecycle;
    private final Consumer<MvmConfig> applied;
    private volatile Map<SidechainKey, String> labels;

    /**
     * Over a monitor that runs.
     *
     * @param settings what the configuration in force means to it
     * @param applied told of each configuration taken over
     */
    Reconfiguration(Monitor monitor, MonitorSettings settings, Lifecycle lifecycle, Consumer<MvmConfig> applied) {
        this.monitor = monitor;
        this.labels = settings.sync().labels();
        this.lifecycle = lifecycle;
        this.applied = applied;
    }

    /** As {@link io.mvm.daemon.reload.ConfigCheck} says. */
    Takeover check(MvmConfig running, MvmConfig config) {
        MonitorSettings next = MonitorSettings.of(config, false);
        return new Takeover() {
            @Override
            public Set<String> changedBehind() {
                boolean otherLabels = config.validator().labelsFile().isPresent()
                        && !next.sync().labels().equals(labels)
                        && config.changedSince(running).stream().noneMatch(key -> key.startsWith("validator."));
                return otherLabels ? Set.of(LABELS) : Set.of();
            }

            @Override
            public List<String> apply(String by) {
                return take(by, config, next);
            }
        };
    }

    private List<String> take(String by, MvmConfig config, MonitorSettings next) {
        if (!lifecycle.reloading(by)) {
            throw ending(null);
        }
        try {
            boolean taken = await(next);
            applied.accept(config);
            labels = next.sync().labels();
            return taken
                    ? List.of()
                    : List.of("the loop is busy: batch size, concurrency, validators, labels and judgement"
                            + " change when it has done its present step");
        } finally {
            lifecycle.reloaded();
        }
    }

    private boolean await(MonitorSettings next) {
        try {
            monitor.reconfigure(next).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw ending(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ending(e);
        }
    }

    private static OperationException ending(Throwable cause) {
        return new OperationException(
                ErrorCode.WRONG_STATE, "the daemon is ending; its configuration stays as it was", List.of(), cause);
    }
}
