package io.mvm.sync;

import io.mvm.chain.SidechainKey;
import io.mvm.validator.DParameter;
import io.mvm.view.FindingView;
import io.mvm.view.KeyView;
import io.mvm.view.RegistrationView;
import java.util.List;
import java.util.Set;

/** What concerns our own validators alone: their keys and their registration. Used on the loop's thread. */
final class OwnKeeper {
    private final SyncSettings settings;

    OwnKeeper(SyncSettings settings) {
        this.settings = settings;
    }

    /** Our validators: those configured, and those whose cross-chain key is among the local keys. */
    Set<SidechainKey> ours() {
        return settings.ours();
    }

    /** Keys of one of ours, one entry for each type known of. */
    List<KeyView> keys(SidechainKey validator) {
        return List.of();
    }

    /** The key it votes with, as {@code 0x} hex; null if unknown. */
    String grandpaKey(SidechainKey validator) {
        return null;
    }

    /** Its standing among the candidates; null while unknown. */
    RegistrationView registration(SidechainKey validator) {
        return null;
    }

    /** What is wrong with its keys or its registration. */
    List<FindingView> findings(SidechainKey validator) {
        return List.of();
    }

    /** The D-parameter in effect; null while unknown. */
    DParameter dParameter() {
        return null;
    }
}
