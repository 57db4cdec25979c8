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
 * @param finality votes on finality; null while the node has not told
 * @param host the node's machine; null if no node_exporter is configured
 * @param maintenance the maintenance window in progress; null if there is none
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
        StoreView store,
        FinalityView finality,
        HostView host,
        MaintenanceView maintenance) {
    public Snapshot {
        endpoints = List.copyOf(endpoints);
        validators = List.copyOf(validators);
    }

    /** The same under another number. */
    public Snapshot numbered(long number) {
        return new Snapshot(
                number,
                takenAtMs,
                chain,
                node,
                endpoints,
                sync,
                sidechainEpoch,
                mainchainEpoch,
                committee,
                network,
                validators,
                store,
                finality,
                host,
                maintenance);
    }

    /** The same chain, with what is known of the node as of now. */
    public Snapshot renewed(
            long nowMs, NodeView newNode, List<EndpointView> newEndpoints, FinalityView newFinality, HostView newHost) {
        return new Snapshot(
                0,
                nowMs,
                chain,
                newNode,
                newEndpoints,
                sync,
                sidechainEpoch,
                mainchainEpoch,
                committee,
                network,
                validators,
                store,
                newFinality,
                newHost,
                maintenance);
    }
}
