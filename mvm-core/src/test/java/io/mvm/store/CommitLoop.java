package io.mvm.store;

import java.io.IOException;
import java.nio.file.Path;

/** Run in a process of its own: goes on with the chain of a database, commit after commit, until it is killed. */
public final class CommitLoop {
    private static final int BLOCKS_PER_COMMIT = 300;

    private CommitLoop() {}

    static Process start(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommitLoop.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] args) {
        try (ChainWriter writer = SampleDatabase.open(Path.of(args[0]))) {
            run(writer);
        } catch (StoreException e) {
            System.out.println(e.getMessage());
        }
    }

    private static void run(ChainWriter writer) {
        SampleChain chain = SampleChain.fromGenesis();
        long stored = writer.segments().isEmpty() ? 0 : writer.segments().get(0).last();
        long slot = 100;
        // The chain is the same in every process, so what is stored is made again and thrown away.
        for (long number = 1; number <= stored; number++) {
            slot = next(chain, slot);
        }
        if (stored > 0) {
            chain.take();
        }
        while (true) {
            for (int i = 0; i < BLOCKS_PER_COMMIT; i++) {
                slot = next(chain, slot);
            }
            long number = chain.tip().number();
            writer.commit(chain.take());
            System.out.println("committed " + number);
        }
    }

    private static long next(SampleChain chain, long slot) {
        chain.block(slot, slot % 50 == 0 ? SampleChain.SECOND_SET : SampleChain.FIRST_SET);
        return slot + 1 + slot % 3 % 2;
    }
}
