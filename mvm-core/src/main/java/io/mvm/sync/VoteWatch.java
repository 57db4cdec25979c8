package io.mvm.sync;

import io.mvm.view.FinalityView;
import io.mvm.view.FindingView;
import io.mvm.view.VoteView;
import java.util.List;

/** Samples the node's GRANDPA rounds beside the loop, and counts who votes. What it holds is readable from any thread. */
final class VoteWatch {
    /** The state of finality; null while the node has not told. */
    FinalityView finality() {
        return null;
    }

    /** Votes of one key, as {@code 0x} hex; null while nothing is known. */
    VoteView votes(String grandpaKey) {
        return null;
    }

    /** What is wrong with the votes of one key. */
    List<FindingView> findings(String grandpaKey) {
        return List.of();
    }
}
