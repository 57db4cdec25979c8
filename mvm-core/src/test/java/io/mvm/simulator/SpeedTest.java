package io.mvm.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Prints how fast it is; what is asserted is only that the work was done. */
class SpeedTest {
    @Test
    void makesHistoryAndRendersIt() {
        long start = System.nanoTime();
        SimulatedChain chain = SimulatedChain.create(
                NetworkSpec.builder()
                        .seats(130)
                        .missRate(0.02)
                        .orphanRate(0.003)
                        .historyEpochs(200)
                        .build(),
                Specs.NOON);
        long blocks = chain.heads().best().number();
        print("made", blocks, start);
        BlockJson json = new BlockJson(chain.forge());
        JsonBuffer out = new JsonBuffer(1 << 20);
        start = System.nanoTime();
        long bytes = 0;
        for (long number = 1; number <= blocks; number++) {
            out.clear();
            json.block(chain.canonical(number).orElseThrow(), false, out);
            bytes += out.length();
        }
        print("rendered, " + bytes / blocks + " bytes each,", blocks, start);
        start = System.nanoTime();
        Truth truth = chain.truth();
        print("told the truth about", blocks, start);
        assertThat(truth.blocks()).hasSize((int) blocks);
    }

    private static void print(String what, long blocks, long start) {
        long nanos = System.nanoTime() - start;
        System.out.printf("simulator %s %d blocks: %d blocks/s%n", what, blocks, blocks * 1_000_000_000L / nanos);
    }
}
