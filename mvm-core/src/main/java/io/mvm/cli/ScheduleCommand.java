package io.mvm.cli;

import io.mvm.config.MvmConfig;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.RpcException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mvm schedule}. */
@Command(
        name = "schedule",
        description =
                "Slots that our validators owe next, and when a restart costs none. Asks the node alone; a database,"
                        + " if there is one, tells how earlier forecasts have stood up.",
        footer = {
            "",
            "Slots are known up to the end of the committee in force, and on through the next one once the chain has"
                    + " chosen it, usually in the first blocks of an epoch. The next committee takes over one or two"
                    + " blocks after the epoch begins; slots right after that are marked where missed slots would leave"
                    + " them to the old one.",
            "",
            "Exit status: 0 known, 1 the node cannot be reached, 2 none of ours is configured, 5 nothing ahead can be"
                    + " known.",
            "",
            "Examples:",
            "  mvm schedule",
            "  mvm schedule --window 10m",
            "  mvm schedule --json | jq '.windows[0]'"
        })
final class ScheduleCommand implements Callable<Integer> {
    private final MvmCommand root;

    @Option(
            names = "--window",
            paramLabel = "TIME",
            defaultValue = "120s",
            converter = DurationOption.class,
            description = "Shortest time free of duty that serves a restart. Default: ${DEFAULT-VALUE}.")
    private Duration window;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "10",
            description = "Slots of each validator, and windows, at the most. Default: ${DEFAULT-VALUE}.")
    private long limit;

    @Option(names = "--rpc-url", paramLabel = "URL", split = ",", description = "Node to ask. Default: rpc.urls.")
    private List<URI> urls;

    @Option(
            names = "--keystore",
            paramLabel = "DIR",
            description = "The node's keystore, whose file names tell which validator is ours."
                    + " Default: validator.keystore-path.")
    private Path keystore;

    @Option(
            names = "--keys-file",
            paramLabel = "FILE",
            description = "File with public keys, in its place. Default: validator.keys-file.")
    private Path keysFile;

    @Mixin
    private JsonOption json;

    @Mixin
    private DatabaseOptions database;

    ScheduleCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new CommandFailure(ExitStatus.HOPELESS, "--limit is " + limit + ", expected 1 or more");
        }
        if (window.isZero()) {
            throw new CommandFailure(ExitStatus.HOPELESS, "--window is 0, expected more");
        }
        Map<String, Object> overrides = new HashMap<>();
        if (urls != null) {
            overrides.put("rpc.urls", urls);
        }
        if (keystore != null) {
            overrides.put("validator.keystore-path", keystore);
        }
        if (keysFile != null) {
            overrides.put("validator.keys-file", keysFile);
        }
        MvmConfig config = database.config(root, overrides);
        ValidatorNames names = new ValidatorNames(config);
        if (names.ours().isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.HOPELESS,
                    "no validator is known to be ours. Give the node's keystore with --keystore DIR (its file names"
                            + " tell), or name yours in the configuration file, by sidechain key:\n"
                            + "  validator.ours = [\"0x02...\"]    (0x and 66 hex digits)");
        }
        ScheduleReading reading = read(config, names);
        Output output = root.output();
        ScheduleText text = new ScheduleText(reading, names, window, limit);
        if (json.wanted()) {
            output.document(text.values());
        } else {
            text.print(output);
        }
        output.flush();
        return reading.known() ? ExitStatus.OK : ExitStatus.UNKNOWN;
    }

    private ScheduleReading read(MvmConfig config, ValidatorNames names) {
        try (ChainNode node = root.environment().node().apply(NodeSettings.once(config))) {
            return ScheduleReading.of(node, names.ours(), () -> database.open(config), root.clock());
        } catch (RpcException e) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    (e.retryable() ? "the node cannot be reached" : "the node does not tell the schedule") + ": "
                            + e.getMessage());
        }
    }
}
