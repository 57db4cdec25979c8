package io.mvm.simulator;

import io.mvm.chain.SidechainKey;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * A small lively network to look at: one-second slots, an epoch a minute, 24 seats among 12 validators, a miss here and
 * there, a reorg every few minutes and a short stall of the whole network every ten. One validator is ours, a registered one,
 * and has missed at least once by itself; another never votes on finality, and one more is registered for the next mainchain epoch.
 * Besides our validator's node there is a full node to fall back on.
 */
public final class DemoNetwork implements AutoCloseable {
    private static final int SLOTS_PER_EPOCH = 60;
    private static final int HISTORY_EPOCHS = 15;
    /** The second of those registered, who come after the seven permissioned ones. */
    private static final int OURS = 8;

    private static final int SILENT = 5;
    private static final int UNRELIABLE = 6;
    private static final int PENDING = 12;
    private static final int STALL_EVERY = 600;
    /** Long enough to be seen as the network's, whoever misses. */
    private static final int STALL_SLOTS = 10;
    /** What a monitor takes for network-wide unless told otherwise. */
    private static final double NETWORK_SHARE = 0.33;

    private static final int NETWORK_WINDOW = 10;
    private static final int FIRST_REORG_IN_SLOTS = 40;
    private static final int FIRST_REORG_DEPTH = 2;
    private static final int FIRST_MISS_IN_SLOTS = 30;
    /** One fork in three minutes of slots. */
    private static final double ORPHAN_RATE = 1.0 / 180;

    private final SimulatedChain chain;
    private final SimulatedNode node;
    private final SimulatedNode fallback;

    private DemoNetwork(SimulatedChain chain, SimulatedNode node, SimulatedNode fallback) {
        this.chain = chain;
        this.node = node;
        this.fallback = fallback;
    }

    /** The network with its history, serving on any free port and growing with the clock. */
    public static DemoNetwork start(Clock clock) {
        return start(clock, 0);
    }

    /** The same on a given port, 0 for any free one. */
    public static DemoNetwork start(Clock clock, int port) {
        SimulatedChain chain = eventfulChain(clock);
        chain.silence(chain.validators().get(SILENT).sidechainKey());
        SimulatedNode node = SimulatedNode.start(
                chain,
                port,
                NodeBehaviour.builder().validator(OURS).unsafeMethods(true).build());
        SimulatedNode fallback = SimulatedNode.start(chain);
        // So that nobody has to wait for chance to see one of each.
        chain.forceReorgAt(chain.slot() + FIRST_REORG_IN_SLOTS, FIRST_REORG_DEPTH);
        chain.forceMissAt(
                chain.slot() + FIRST_MISS_IN_SLOTS, chain.validators().get(OURS).sidechainKey());
        chain.startLive();
        return new DemoNetwork(chain, node, fallback);
    }

    /** Where it listens. */
    public SimulatedNode node() {
        return node;
    }

    /** A full node of the same network. */
    public SimulatedNode fallback() {
        return fallback;
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

    /** Names of some validators that are not ours. */
    public Map<SidechainKey, String> labels() {
        List<SimulatedValidator> all = chain.validators();
        return Map.of(
                all.get(SILENT).sidechainKey(),
                "MUTE",
                all.get(UNRELIABLE).sidechainKey(),
                "SHAKY",
                all.get(PENDING).sidechainKey(),
                "SOON");
    }

    @Override
    public void close() {
        node.close();
        fallback.close();
        chain.close();
    }

    private static SimulatedChain eventfulChain(Clock clock) {
        long seed = 0;
        while (true) {
            seed++;
            SimulatedChain chain = SimulatedChain.create(spec(seed), clock);
            if (isEventful(chain)) {
                return chain;
            }
        }
    }

    /** Whether the history shows what a visitor should see, and still looks like a network in good health. */
    private static boolean isEventful(SimulatedChain chain) {
        Truth truth = chain.truth();
        SidechainKey ourKey = chain.validators().get(OURS).sidechainKey();
        Truth.Tally ours = truth.byValidator().get(ourKey);
        if (ours == null
                || ours.produced() == 0
                || truth.total().missed() >= truth.total().owed() / 20) {
            return false;
        }
        Map<Long, String> causes = truth.causes(NETWORK_SHARE, NETWORK_WINDOW);
        boolean oursAlone = truth.slots().stream()
                .anyMatch(slot -> slot.validator().equals(ourKey) && "alone".equals(causes.get(slot.slot())));
        return oursAlone && causes.containsValue("network");
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
                .pending(1, 1)
                .missRate(0.015)
                .stalls(STALL_EVERY, STALL_SLOTS)
                .extraMissRate(OURS, 0.015)
                .extraMissRate(UNRELIABLE, 0.06)
                .orphanRate(ORPHAN_RATE)
                .maxReorgDepth(2)
                .finalityLag(2)
                .historyEpochs(HISTORY_EPOCHS)
                .build();
    }
}
