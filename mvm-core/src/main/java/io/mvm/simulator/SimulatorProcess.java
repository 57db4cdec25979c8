package io.mvm.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;

/**
 * One simulated node in a process of its own, for benchmarks and for tests that kill things. The first line on standard
 * output is its URL. Ends on SIGTERM, or, with {@code --until-stdin-closes}, when standard input ends.
 */
public final class SimulatorProcess {
    static final String USAGE =
            "options: --port N --epochs N --slots-per-epoch N --seats N --validators N --seed N --slot-ms N"
                    + " --latency-ms N --miss-rate R --orphan-rate R --reorg-depth N --finality-lag N --extrinsics N"
                    + " --state-blocks N --max-batch N --failure-rate R --now-ms UNIX_MS --live --next-block-rotation --until-stdin-closes";

    private final NetworkSpecBuilder spec = NetworkSpec.builder().seats(24).historyEpochs(10);
    private final NodeBehaviourBuilder behaviour = NodeBehaviour.builder();
    private int port;
    private int validators;
    private boolean live;
    private boolean untilStdinCloses;
    private Clock clock = Clock.systemUTC();

    private SimulatorProcess(String... args) {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--live" -> live = true;
                case "--until-stdin-closes" -> untilStdinCloses = true;
                case "--next-block-rotation" -> spec.rotation(RotationDelay.NEXT_BLOCK);
                default -> {
                    if (i + 1 == args.length) {
                        throw new IllegalArgumentException(args[i] + " is unknown or lacks its value; " + USAGE);
                    }
                    valued(args[i], args[++i]);
                }
            }
        }
    }

    private NetworkSpec spec() {
        if (validators > 0) {
            spec.permissionedCandidates(validators - validators / 3).registeredCandidates(validators / 3);
        }
        return spec.build();
    }

    /** Runs until told to end. See {@link #USAGE}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        new SimulatorProcess(args).run(System.in, System.out);
    }

    private void valued(String option, String value) {
        switch (option) {
            case "--port" -> port = Integer.parseInt(value);
            case "--epochs" -> spec.historyEpochs(Integer.parseInt(value));
            case "--slots-per-epoch" -> spec.slotsPerEpoch(Integer.parseInt(value));
            case "--seats" -> spec.seats(Integer.parseInt(value));
            case "--validators" -> validators = Integer.parseInt(value);
            case "--state-blocks" -> behaviour.stateBlocks(Integer.parseInt(value));
            case "--max-batch" -> behaviour.maxBatch(Integer.parseInt(value));
            case "--failure-rate" -> behaviour.failures(Double.parseDouble(value));
            case "--seed" -> spec.seed(Long.parseLong(value));
            case "--slot-ms" -> spec.slotDurationMs(Long.parseLong(value));
            case "--latency-ms" -> behaviour.latency(Duration.ofMillis(Long.parseLong(value)));
            case "--miss-rate" -> spec.missRate(Double.parseDouble(value));
            case "--orphan-rate" -> spec.orphanRate(Double.parseDouble(value));
            case "--reorg-depth" -> spec.maxReorgDepth(Integer.parseInt(value));
            case "--finality-lag" -> spec.finalityLag(Integer.parseInt(value));
            case "--extrinsics" -> spec.extrinsics(Integer.parseInt(value));
            case "--now-ms" -> clock = Clock.fixed(Instant.ofEpochMilli(Long.parseLong(value)), ZoneOffset.UTC);
            default -> throw new IllegalArgumentException(option + " is unknown; " + USAGE);
        }
    }

    private void run(InputStream in, PrintStream out) throws IOException, InterruptedException {
        try (SimulatedChain chain = SimulatedChain.create(spec(), clock);
                SimulatedNode node = SimulatedNode.start(chain, port, behaviour.build())) {
            out.println(node.url());
            out.flush();
            if (live) {
                chain.startLive();
            }
            if (untilStdinCloses) {
                in.transferTo(PrintStream.nullOutputStream());
            } else {
                // Nobody counts it down: the signal that ends the process ends this wait.
                new CountDownLatch(1).await();
            }
        }
    }
}
