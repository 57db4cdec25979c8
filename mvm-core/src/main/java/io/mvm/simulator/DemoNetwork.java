package io.mvm.simulator;

import io.mvm.chain.SidechainKey;
import java.time.Clock;
import java.util.List;

/**
 * A small lively network to look at: one-second slots, an epoch a minute, 24 seats among 12 validators, a miss here and
 * there and a reorg every few minutes. One validator is ours, and has missed at least once.
 */
public final class DemoNetwork implements AutoCloseable {
    private static final int SLOTS_PER_EPOCH = 60;
    private static final int HISTORY_EPOCHS = 15;
    private static final int OURS = 2;
    private static final int FIRST_REORG_IN_SLOTS = 40;
    private static final int FIRST_REORG_DEPTH = 2;
    /** One fork in three minutes of slots. */
    private static final double ORPHAN_RATE = 1.0 / 180;

    private final SimulatedChain chain;
    private final SimulatedNode node;

    private DemoNetwork(SimulatedChain chain, SimulatedNode node) {
        this.chain = chain;
        this.node = node;
    }

    /** The network with its history, serving on any free port and growing with the clock. */
    public static DemoNetwork start(Clock clock) {
        return start(clock, 0);
    }

    /** The same on a given port, 0 for any free one. */
    public static DemoNetwork start(Clock clock, int port) {
        SimulatedChain chain = chainWithOneMiss(clock);
        SimulatedNode node = SimulatedNode.start(
                chain, port, NodeBehaviour.builder().validator(OURS).build());
        // So that nobody has to wait for chance to see one.
        chain.forceReorgAt(chain.slot() + FIRST_REORG_IN_SLOTS, FIRST_REORG_DEPTH);
        chain.startLive();
        return new DemoNetwork(chain, node);
    }

    /** Where it listens. */
    public SimulatedNode node() {
        return node;
    }

    /** Its chain. */
    public SimulatedChain chain() {
        return chain;
    }

    /** The validator that is marked as ours. */
    public SimulatedValidator ours() {
        return chain.validators().get(OURS);
    }

    /** Its identity. */
    public SidechainKey ourKey() {
        return ours().sidechainKey();
    }

    /** Names of the files that our node's keystore would hold. */
    public List<String> ourKeystore() {
        return ours().keystoreFileNames();
    }

    @Override
    public void close() {
        node.close();
        chain.close();
    }

    private static SimulatedChain chainWithOneMiss(Clock clock) {
        long seed = 0;
        while (true) {
            seed++;
            SimulatedChain chain = SimulatedChain.create(spec(seed), clock);
            Truth.Tally ours =
                    chain.truth().byValidator().get(chain.validators().get(OURS).sidechainKey());
            if (ours != null && ours.missed() > 0 && ours.produced() > 0) {
                return chain;
            }
        }
    }

    private static NetworkSpec spec(long seed) {
        return NetworkSpec.builder()
                .seed(seed)
                .chainName("Midnight Demo")
                .slotDurationMs(1000)
                .slotsPerEpoch(SLOTS_PER_EPOCH)
                .permissionedSeats(14)
                .registeredSeats(10)
                .permissionedCandidates(7)
                .registeredCandidates(5)
                .missRate(0.015)
                .extraMissRate(OURS, 0.015)
                .extraMissRate(9, 0.06)
                .orphanRate(ORPHAN_RATE)
                .maxReorgDepth(2)
                .finalityLag(2)
                .historyEpochs(HISTORY_EPOCHS)
                .build();
    }
}
