package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.NetworkSpecBuilder;
import io.mvm.simulator.NodeBehaviour;
import io.mvm.simulator.NodeBehaviourBuilder;
import io.mvm.simulator.RotationDelay;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.store.BlockRow;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** History fetched from networks and nodes of many kinds, compared block by block and validator by validator. */
class TruthTest {
    @TempDir
    Path directory;

    static Stream<Arguments> networks() {
        return Stream.of(
                network("rotation at once", s -> s.rotation(RotationDelay.NOW), b -> b),
                network("rotation one block later", s -> s.rotation(RotationDelay.NEXT_BLOCK), b -> b),
                network("late rotations", s -> s.lateRotationRate(0.5).rotation(RotationDelay.NEXT_BLOCK), b -> b),
                network("committees that stay", s -> s.unchangedRate(0.5), b -> b),
                network("members that are no candidates", s -> s.outsiders(4), b -> b),
                network(
                        "6 seats",
                        s -> s.permissionedSeats(6).registeredSeats(0).permissionedCandidates(6),
                        b -> b),
                network(
                        "1,200 seats",
                        s -> s.permissionedSeats(1100)
                                .registeredSeats(100)
                                .permissionedCandidates(12)
                                .registeredCandidates(173)
                                .slotsPerEpoch(1200)
                                .historyEpochs(3),
                        b -> b),
                network("half of all slots missed", s -> s.missRate(0.5), b -> b),
                network("pruned node", s -> s, b -> b.stateBlocks(50).genesisState(true)),
                network(
                        "old candidate shape",
                        s -> s,
                        b -> b.candidateShape(NodeBehaviour.CandidateShape.OLD)
                                .ariadneMethods(NodeBehaviour.AriadneMethods.OLD)),
                network("refused batches", s -> s.historyEpochs(4), b -> b.batches(false)),
                network("short batches", s -> s, b -> b.maxBatch(17)),
                network("no lists of hashes", s -> s, b -> b.hashLists(false)),
                network("padded numbers", s -> s, b -> b.paddedNumbers(true)),
                network("no WebSocket", s -> s, b -> b.webSocket(false)),
                network("5 % of requests fail", s -> s, b -> b.failures(0.05)),
                network("5 % of calls fail", s -> s.historyEpochs(4), b -> b.callFailureRate(0.05)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("networks")
    void agreesWithTheNetworkOnEveryBlockAndValidator(
            String name, UnaryOperator<NetworkSpecBuilder> network, UnaryOperator<NodeBehaviourBuilder> behaviour)
            throws Exception {
        NetworkSpec spec = network.apply(NetworkSpec.builder()
                        .seed(name.hashCode())
                        .permissionedSeats(8)
                        .registeredSeats(6)
                        .permissionedCandidates(5)
                        .registeredCandidates(4)
                        .slotsPerEpoch(60)
                        .missRate(0.05)
                        .historyEpochs(12))
                .build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(
                        chain, 0, behaviour.apply(NodeBehaviour.builder()).build());
                Follower follower = new Follower(directory.resolve("mvm.db"), Follower.once(), node)) {
            follower.finish();
            Agreement agreement = Agreement.between(chain.truth().withoutOrphans(), follower.store());
            System.out.printf(
                    "truth | %s | %d blocks | %d validators | %d disagreements%n",
                    name,
                    agreement.blocks(),
                    agreement.validators(),
                    agreement.disagreements().size());
            assertThat(agreement.disagreements()).isEmpty();
            assertThat(follower.snapshot().sync().unattributedBlocks()).isZero();
            assertThat(follower.snapshot().sync().gapBlocks()).isZero();
        }
    }

    /** Where even the state of genesis is pruned, nothing tells the first set: what it governed stays without author. */
    @Test
    void leavesOnlyBlocksBeforeTheFirstChangeUnattributedWhereGenesisIsPruned() throws Exception {
        NetworkSpec spec = NetworkSpec.builder()
                .seed(3)
                .slotsPerEpoch(60)
                .missRate(0.05)
                .historyEpochs(6)
                .build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(
                        chain,
                        0,
                        NodeBehaviour.builder()
                                .stateBlocks(50)
                                .genesisState(false)
                                .build());
                Follower follower = new Follower(directory.resolve("mvm.db"), Follower.once(), node)) {
            follower.finish();
            List<BlockRow> rows = follower.store().blocks(1, Long.MAX_VALUE);
            long firstKnown = rows.stream()
                    .filter(row -> row.author() != null)
                    .findFirst()
                    .orElseThrow()
                    .number();
            List<String> wrong = Agreement.between(chain.truth().withoutOrphans(), follower.store())
                    .disagreements();
            assertThat(firstKnown).isBetween(2L, 61L);
            assertThat(rows.subList(0, (int) firstKnown - 1)).allMatch(row -> row.author() == null);
            assertThat(follower.snapshot().sync().unattributedBlocks()).isEqualTo(firstKnown - 1);
            assertThat(wrong.stream().filter(text -> text.startsWith("block")))
                    .hasSize((int) firstKnown - 1)
                    .allMatch(text -> text.contains("given to null"));
        }
    }

    private static Arguments network(
            String name, UnaryOperator<NetworkSpecBuilder> network, UnaryOperator<NodeBehaviourBuilder> behaviour) {
        return Arguments.of(name, network, behaviour);
    }
}
