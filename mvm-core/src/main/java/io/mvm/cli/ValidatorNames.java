package io.mvm.cli;

import io.mvm.chain.SidechainKey;
import io.mvm.config.MvmConfig;
import io.mvm.daemon.OwnSettings;
import io.mvm.store.KnownValidator;
import java.util.Map;
import java.util.Set;

/** Which validators are ours, and what they are called. */
final class ValidatorNames {
    /** Longer names would push a table's other columns off the screen. */
    private static final int LONGEST = 20;

    private final Set<SidechainKey> ours;
    private final Map<SidechainKey, String> labels;

    /**
     * Reads the keys on this machine and the file of labels.
     *
     * @throws io.mvm.config.ConfigException if the file of labels cannot be used
     */
    ValidatorNames(MvmConfig config) {
        this.ours = OwnSettings.own(config.validator()).ours();
        this.labels = OwnSettings.labels(config.validator());
    }

    Set<SidechainKey> ours() {
        return ours;
    }

    /** For {@code --ours}: fails if nobody has said which are. */
    void requireOurs() {
        if (ours.isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.HOPELESS, "--ours needs to know which validators are yours: set validator.ours");
        }
    }

    boolean ours(SidechainKey key) {
        return key != null && ours.contains(key);
    }

    /** Name of a validator; null if it has none. */
    String label(SidechainKey key) {
        return key == null ? null : labels.get(key);
    }

    /** For tables: its name or a short form of its key, with a star if it is ours. */
    String shown(SidechainKey key, String displayKey) {
        String label = label(key);
        String name = label == null
                ? Text.shortHex(displayKey)
                : label.length() <= LONGEST ? label : label.substring(0, LONGEST - 2) + "..";
        return ours(key) ? name + "*" : name;
    }

    String shown(KnownValidator validator) {
        return shown(validator.key(), validator.displayKey());
    }
}
