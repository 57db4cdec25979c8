package io.mvm.cli;

import io.mvm.config.ConfigException;
import io.mvm.config.Problem;
import io.mvm.daemon.control.ControlException;
import io.mvm.daemon.control.ControlSocketException;
import io.mvm.rpc.RpcException;
import io.mvm.store.StoreException;
import io.mvm.store.UnknownValidatorException;
import io.mvm.sync.SyncException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Ends a failed command with one clear line on stderr, its stack trace only with {@code -v}, and the right exit status. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final PrintStream err;
    private final BooleanSupplier verbose;

    Failures(PrintStream err, BooleanSupplier verbose) {
        this.err = err;
        this.verbose = verbose;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof Output.GoneException) {
            return ExitStatus.OK;
        }
        for (String line : lines(failure)) {
            err.println("mvm: " + line);
        }
        if (verbose.getAsBoolean()) {
            failure.printStackTrace(err);
        } else if (!expected(failure)) {
            err.println("mvm: run it again with -v for the details that a bug report needs");
        }
        return status(failure);
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String message = failure.getMessage();
        err.println("mvm: " + message);
        List<String> near = new ArrayList<>();
        if (failure instanceof CommandLine.UnmatchedArgumentException unmatched) {
            near.addAll(unmatched.getSuggestions());
        }
        if (!near.isEmpty()) {
            err.println("mvm: did you mean " + String.join(" or ", near.subList(0, Math.min(3, near.size()))) + "?");
        }
        err.println("mvm: see '" + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitStatus.HOPELESS;
    }

    /** What a failure says of itself, without stack traces. */
    static List<String> lines(Exception failure) {
        if (failure instanceof ConfigException config) {
            return config.problems().stream().map(Problem::toString).toList();
        }
        if (expected(failure)) {
            return failure.getMessage().lines().toList();
        }
        return List.of("unexpected " + failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }

    private static boolean expected(Exception failure) {
        return failure instanceof StoreException
                || failure instanceof RpcException
                || failure instanceof SyncException
                || failure instanceof ConfigException
                || failure instanceof UnknownValidatorException
                || failure instanceof ControlException
                || failure instanceof ControlSocketException
                || failure instanceof CommandFailure;
    }

    static int status(Exception failure) {
        if (failure instanceof CommandFailure command) {
            return command.status();
        }
        if (failure instanceof ConfigException || failure instanceof UnknownValidatorException) {
            return ExitStatus.HOPELESS;
        }
        if (failure instanceof SyncException sync) {
            return sync.kind() == SyncException.Kind.START_BEYOND_HEAD ? ExitStatus.HOPELESS : ExitStatus.FAILED;
        }
        if (failure instanceof StoreException store) {
            return switch (store.kind()) {
                case BUSY, DISK_FULL, FAILED -> ExitStatus.FAILED;
                case NEWER_SCHEMA, OTHER_CHAIN, MISSING, UNWRITABLE, CORRUPT -> ExitStatus.HOPELESS;
            };
        }
        return ExitStatus.FAILED;
    }
}
