package io.mvm.sync;

import io.mvm.chain.BlockRef;
import io.mvm.epoch.MainchainClock;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.SidechainStatus;
import io.mvm.store.ChainParameters;
import io.mvm.store.ChainWriter;
import java.util.Optional;

/** What is known of the chain's time: from the database, the runtime and the node's status. Used on the loop's thread. */
final class ParameterKeeper {
    private final ChainNode node;
    private final ChainWriter store;
    private final SyncLog log;
    private ChainParameters parameters = ChainParameters.UNKNOWN;
    private SidechainStatus earlierStatus;

    ParameterKeeper(ChainNode node, ChainWriter store, SyncLog log) {
        this.node = node;
        this.store = store;
        this.log = log;
    }

    ChainParameters parameters() {
        return parameters;
    }

    /** Takes what is stored, before any node could be asked. */
    void load() {
        parameters = store.parameters();
    }

    /** Asks the runtime at a head; what it does not tell stays as stored. Fails as the node does. */
    void learn(BlockRef head) {
        ChainParameters stored = store.parameters();
        ChainParameters told = new ParameterProbe(node).probe(head.hash());
        parameters = new ChainParameters(
                told.slots().or(stored::slots),
                told.slotDurationMs() == null ? stored.slotDurationMs() : told.slotDurationMs(),
                told.mainchain().or(stored::mainchain));
        if (!parameters.equals(stored)) {
            store.saveParameters(parameters);
        }
        if (parameters.slots().isEmpty()) {
            log.parametersUnknown(parameters.slotDurationMs());
        }
    }

    /** Works out Cardano's epochs from two of the node's statuses; true if that has just become possible. */
    boolean learnMainchain(SidechainStatus status) {
        if (status == null || parameters.mainchain().isPresent()) {
            return false;
        }
        if (earlierStatus == null) {
            earlierStatus = status;
            return false;
        }
        Optional<MainchainClock> learnt = MainchainClock.between(
                earlierStatus.mainchainEpoch(),
                earlierStatus.mainchainEpochEndMs(),
                status.mainchainEpoch(),
                status.mainchainEpochEndMs());
        if (learnt.isEmpty()) {
            return false;
        }
        parameters = new ChainParameters(parameters.slots(), parameters.slotDurationMs(), learnt);
        store.saveParameters(parameters);
        return true;
    }
}
