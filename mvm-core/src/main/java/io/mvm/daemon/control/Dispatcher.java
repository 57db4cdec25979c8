package io.mvm.daemon.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mvm.daemon.operation.ErrorCode;
import io.mvm.daemon.operation.OperationException;
import io.mvm.daemon.operation.Operations;
import io.mvm.daemon.operation.WindowLength;
import io.mvm.view.MaintenanceView;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has requests done, and never throws: whatever happens is a reply. Safe for any thread. */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Operations operations;
    private final Clock clock;

    Dispatcher(Operations operations, Clock clock) {
        this.operations = operations;
        this.clock = clock;
    }

    /** The command of a request. */
    static ControlCommand command(Request request) throws Request.RefusedException {
        Optional<ControlCommand> command = ControlCommand.of(request.command());
        if (command.isEmpty()) {
            String shown =
                    request.command().length() > 40 ? request.command().substring(0, 40) + ".." : request.command();
            throw new Request.RefusedException(
                    request.id(),
                    ErrorCode.UNKNOWN_COMMAND,
                    "'" + shown + "' is no command"
                            + ControlCommand.nearest(request.command())
                                    .map(near -> "; did you mean '" + near.word() + "'?")
                                    .orElse(", expected one of " + ControlCommand.list()));
        }
        return command.get();
    }

    /**
     * Does it, and answers the reply's line.
     *
     * @param by who asks, for the daemon's log
     */
    byte[] execute(ControlCommand command, Request request, String by) {
        try {
            return Replies.ok(request.id(), data(command, request, by));
        } catch (OperationException e) {
            return Replies.error(request.id(), e);
        } catch (RuntimeException | Error e) {
            LOG.error("'{}', asked for by {}, failed; the daemon goes on", command.word(), by, e);
            return Replies.error(
                    request.id(),
                    new OperationException(
                            ErrorCode.INTERNAL,
                            "'" + command.word() + "' failed unexpectedly: " + e + "; see the log"));
        }
    }

    private ObjectNode data(ControlCommand command, Request request, String by) {
        return switch (command) {
            case PING -> Json.object().put("pid", ProcessHandle.current().pid()).put("time_ms", clock.millis());
            case HELP -> Replies.help();
            case STATUS -> Replies.status(operations.status(), clock.millis());
            case RELOAD -> Replies.reload(operations.reload(by));
            case VALIDATE -> Replies.reload(operations.validate(file(request)));
            case PAUSE -> Json.object().put("changed", operations.pause(by)).put("paused", true);
            case RESUME -> Json.object().put("changed", operations.resume(by)).put("paused", false);
            case MAINTENANCE -> maintenance(request);
            case BACKFILL -> Replies.backfill(operations.backfill(request.number("from"), request.number("to")));
            case STOP -> {
                operations.stop(by);
                yield Json.object().put("pid", ProcessHandle.current().pid());
            }
        };
    }

    private static Optional<Path> file(Request request) {
        return request.text("file").map(text -> {
            try {
                Path file = Path.of(text);
                if (file.isAbsolute()) {
                    return file;
                }
                throw new OperationException(
                        ErrorCode.BAD_ARGUMENT,
                        "argument 'file' is relative: '" + text
                                + "', expected an absolute path, as the daemon works in another directory");
            } catch (InvalidPathException e) {
                throw new OperationException(ErrorCode.BAD_ARGUMENT, "argument 'file' is no path: " + e.getReason());
            }
        });
    }

    private ObjectNode maintenance(Request request) {
        Optional<MaintenanceView> window;
        boolean on = request.flag("on");
        if (on) {
            String length = request.text("for")
                    .orElseThrow(() -> new OperationException(
                            ErrorCode.BAD_ARGUMENT, "argument 'for' is missing, expected a time such as 30m"));
            window = Optional.of(operations.startMaintenance(
                    WindowLength.parse(length),
                    request.text("reason").orElse("").strip()));
        } else {
            window = operations.endMaintenance();
        }
        ObjectNode data = Json.object().put("changed", window.isPresent()).put("on", on);
        data.set("window", window.map(Replies::maintenance).orElse(null));
        return data;
    }
}
