package io.mvm.daemon;

import io.mvm.daemon.operation.BackfillReport;
import io.mvm.daemon.operation.ErrorCode;
import io.mvm.daemon.operation.OperationException;
import io.mvm.store.StoreException;
import io.mvm.sync.SyncService;
import io.mvm.view.MaintenanceView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Operations that the loop carries out. Each waits until the loop has come to it, but not for long: what it has not begun by then
 * is called off. Safe for any thread.
 */
final class SyncOperations {
    /** Longer than a usual transaction, shorter than an operator's patience. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Longer is a mistake, such as a length in milliseconds taken for seconds. */
    private static final Duration LONGEST_MAINTENANCE = Duration.ofDays(365);

    private static final int LONGEST_REASON = 500;

    private final SyncService service;
    private final Duration patience;

    SyncOperations(SyncService service) {
        this(service, PATIENCE);
    }

    SyncOperations(SyncService service, Duration patience) {
        this.service = service;
        this.patience = patience;
    }

    boolean pause() {
        return await("pausing", service::pause);
    }

    boolean resume() {
        return await("resuming", service::resume);
    }

    MaintenanceView startMaintenance(Duration length, String reason) {
        if (length == null
                || length.compareTo(Duration.ofSeconds(1)) < 0
                || length.compareTo(LONGEST_MAINTENANCE) > 0) {
            throw new OperationException(
                    ErrorCode.BAD_ARGUMENT,
                    "maintenance of " + length + ", expected between 1 second and 365 days; nothing is changed");
        }
        String words = reason == null ? "" : reason.strip();
        if (words.length() > LONGEST_REASON || words.chars().anyMatch(Character::isISOControl)) {
            throw new OperationException(
                    ErrorCode.BAD_ARGUMENT,
                    "a reason of " + words.length() + " characters, expected one line of at most " + LONGEST_REASON
                            + "; nothing is changed");
        }
        return await("starting maintenance", () -> service.startMaintenance(length, words));
    }

    Optional<MaintenanceView> endMaintenance() {
        return await("ending maintenance", service::endMaintenance);
    }

    BackfillReport backfill(long from, long to) {
        return new BackfillReport(from, to, await("backfilling", () -> service.backfill(from, to)));
    }

    private <T> T await(String what, Supplier<CompletableFuture<T>> begun) {
        try {
            CompletableFuture<T> call = begun.get();
            try {
                return call.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (call.cancel(false)) {
                    throw new OperationException(
                            ErrorCode.WRONG_STATE,
                            what + " was not begun within " + patience.toSeconds() + " s, for the loop is at '"
                                    + service.condition().beat().doing()
                                    + "' all that time; it is called off, nothing is changed",
                            List.of(),
                            e);
                }
                return begun(what, call);
            }
        } catch (IllegalArgumentException e) {
            throw failed(what, e);
        } catch (ExecutionException e) {
            throw failed(what, e.getCause());
        } catch (CancellationException e) {
            throw failed(what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(what, e);
        }
    }

    /** The loop has come to it just now: then it will be done, unless the loop hangs in the middle of it. */
    private <T> T begun(String what, CompletableFuture<T> call) throws ExecutionException, InterruptedException {
        try {
            return call.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new OperationException(
                    ErrorCode.INTERNAL,
                    what + " was begun, but is not done after " + 2 * patience.toSeconds()
                            + " s; it may be done yet, the status will tell",
                    List.of(),
                    e);
        }
    }

    private OperationException failed(String what, Throwable cause) {
        ErrorCode code = ErrorCode.INTERNAL;
        if (cause instanceof IllegalArgumentException) {
            code = ErrorCode.BAD_ARGUMENT;
        } else if (cause instanceof IllegalStateException) {
            code = service.done().isDone() ? ErrorCode.WRONG_STATE : ErrorCode.CHAIN_UNKNOWN;
        } else if (cause instanceof StoreException) {
            code = ErrorCode.DATABASE;
        }
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new OperationException(code, what + " failed: " + why, List.of(), cause);
    }
}
