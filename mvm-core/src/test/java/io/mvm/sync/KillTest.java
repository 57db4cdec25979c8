package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.NodeBehaviour;
import io.mvm.simulator.RotationDelay;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.simulator.Truth;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at random points of backfill and of following a chain that forks: nothing is lost, doubled or miscounted. */
class KillTest {
    private static final int KILLS = 8;

    @TempDir
    Path directory;

    @Test
    @Timeout(180)
    void survivesBeingKilledAtRandomPoints() throws Exception {
        NetworkSpec spec = NetworkSpec.builder()
                .seed(77)
                .permissionedSeats(7)
                .registeredSeats(7)
                .permissionedCandidates(4)
                .registeredCandidates(5)
                .slotsPerEpoch(100)
                .missRate(0.05)
                .orphanRate(0.05)
                .maxReorgDepth(3)
                .rotation(RotationDelay.NEXT_BLOCK)
                .historyEpochs(30)
                .build();
        Path database = directory.resolve("mvm.db");
        Random random = new Random(20261120);
        try (SimulatedChain chain = SimulatedChain.create(spec, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(
                        chain,
                        0,
                        NodeBehaviour.builder().latency(Duration.ofMillis(3)).build())) {
            for (int kill = 0; kill < KILLS; kill++) {
                runAndKill(database, chain, node, random);
            }
            try (Follower follower = new Follower(database, Follower.once(), node)) {
                follower.finish();
                Truth seen = chain.truth()
                        .knowing(hash -> follower.store().orphan(hash).isPresent());
                Agreement agreement = Agreement.between(seen, follower.store());
                System.out.printf(
                        "truth | killed %d times | %d blocks | %d validators | %d disagreements%n",
                        KILLS,
                        agreement.blocks(),
                        agreement.validators(),
                        agreement.disagreements().size());
                assertThat(agreement.disagreements()).isEmpty();
                assertThat(follower.store().segments()).hasSize(1);
            }
        }
    }

    /** Lets it get some snapshots far, the chain growing meanwhile, and kills it in the middle of whatever it does. */
    private static void runAndKill(Path database, SimulatedChain chain, SimulatedNode node, Random random)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledFollower.class.getName(),
                        database.toString(),
                        node.url().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int snapshots = 3 + random.nextInt(25);
            String line = out.readLine();
            for (int i = 0; i < snapshots && line != null; i++) {
                chain.advanceSlots(random.nextInt(3));
                line = out.readLine();
            }
            assertThat(line).as("the follower ended by itself").isNotNull();
            chain.advanceSlots(1);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
