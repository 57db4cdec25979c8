package io.mvm.cli;

import io.mvm.store.ChainReader;
import io.mvm.store.KnownValidator;
import java.util.List;
import picocli.CommandLine.Option;

/** Whose slots a command looks at: everybody's, ours, or one validator's. */
final class OwnerOptions {
    @Option(names = "--ours", description = "Only of ours.")
    private boolean ours;

    @Option(
            names = "--validator",
            paramLabel = "KEY",
            description =
                    "Only of this validator: sidechain key, Aura key, or 6 or more digits of the beginning of one.")
    private String validator;

    /** Those wanted; null for everybody. Those of ours that never owed a slot are not among them. */
    List<KnownValidator> owners(ChainReader reader, ValidatorNames names) {
        if (ours && validator != null) {
            throw new CommandFailure(
                    ExitStatus.HOPELESS, "--ours and --validator exclude each other; give one of them");
        }
        if (validator != null) {
            return List.of(reader.validators().find(validator));
        }
        if (!ours) {
            return null;
        }
        names.requireOurs();
        return reader.validators().all().stream()
                .filter(one -> names.ours(one.key()))
                .toList();
    }

    /** Whether only some are wanted. */
    boolean some() {
        return ours || validator != null;
    }
}
