package io.mvm.view;

import java.util.List;

/**
 * All that MVM shows of one chain, as of one commit. Immutable; safe for any number of threads. Holds times rather than ages,
 * so that a reader's clock makes a stuck daemon visible.
 *
 * @param sequence grows by one with every snapshot since the start
 * @param takenAtMs when it was made
 * @param chain value of the {@code chain} label, from {@code integration.chain-id}
 * @param node the active node
 * @param endpoints every configured endpoint
 * @param sync progress of following the chain
 * @param sidechainEpoch epoch of the head's slot; null while nothing is known of the chain
 * @param mainchainEpoch Cardano epoch; null on chains without one
 * @param committee the committee in force; null while unknown
 * @param network totals over all validators
 * @param validators every validator known, ours first, then by key
 * @param store the database
 */
public record Snapshot(
        long sequence,
        long takenAtMs,
        String chain,
        NodeView node,
        List<EndpointView> endpoints,
        SyncView sync,
        EpochView sidechainEpoch,
        EpochView mainchainEpoch,
        CommitteeView committee,
        NetworkView network,
        List<ValidatorView> validators,
        StoreView store) {
    public Snapshot {
        endpoints = List.copyOf(endpoints);
        validators = List.copyOf(validators);
    }
}
