package io.mvm.cli;

import io.mvm.config.MvmConfig;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mvm status}. */
@Command(
        name = "status",
        description = "Health of the node, and of the database if there is one. Again and again, or once as a check.",
        footer = {
            "",
            "Exit status with --once: 0 healthy, 3 degraded, 4 critical, 5 unknown.",
            "Critical: node unreachable, without peers though it should have some, head more than 10 slots or finality"
                    + " more than 3 minutes old; wrong or missing Aura or GRANDPA key, invalid registration, 3 slots"
                    + " missed in a row by own fault.",
            "Degraded: syncing, few peers, finality more than 10 blocks behind, head more than 3 slots old, Cardano data"
                    + " more than 30 minutes old, endpoints disagree, own vote not seen, key files readable by others,"
                    + " database behind or with gaps.",
            "No reason: no seat in the committee, misses of the whole network, maintenance.",
            "",
            "Examples:",
            "  mvm status --once",
            "  mvm status --explain --interval 30s",
            "  mvm status --once --json | jq -r '.findings[].text'"
        })
final class StatusCommand implements Callable<Integer> {
    private static final int WIDTH = 80;

    private final MvmCommand root;

    @Option(names = "--once", description = "Look once, and tell health by the exit status.")
    private boolean once;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationOption.class,
            description = "Time between two looks. Default: ${DEFAULT-VALUE}.")
    private Duration interval;

    @Option(names = "--rpc-url", paramLabel = "URL", split = ",", description = "Node to ask. Default: rpc.urls.")
    private List<URI> urls;

    @Option(names = "--explain", description = "Say what the lines mean, what is normal, and what to do.")
    private boolean explain;

    @Mixin
    private OwnOptions own;

    @Mixin
    private JsonOption json;

    @Mixin
    private DatabaseOptions database;

    StatusCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        if (interval.isZero()) {
            throw new CommandFailure(ExitStatus.HOPELESS, "--interval is 0, expected more");
        }
        Map<String, Object> overrides = new HashMap<>();
        if (urls != null) {
            overrides.put("rpc.urls", urls);
        }
        own.override(overrides);
        MvmConfig config = database.config(root, overrides);
        try {
            while (true) {
                Health health = look(config);
                if (once) {
                    return health.level().status();
                }
                root.environment().pause().pause(interval);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            // Ended by whoever watched; a check that was cut short has seen nothing.
            return once ? ExitStatus.UNKNOWN : ExitStatus.OK;
        }
    }

    private Health look(MvmConfig config) throws InterruptedException {
        Clock clock = root.clock();
        ValidatorNames names = new ValidatorNames(config);
        StatusReading reading = StatusReading.of(root.environment(), config, names, () -> database.open(config), clock);
        Health health = Diagnosis.of(reading, clock);
        StatusText text = new StatusText(reading, clock, explain && !json.wanted());
        OwnStatusText ours = new OwnStatusText(clock, explain && !json.wanted());
        Facts facts = text.facts(health);
        Output output = root.output();
        if (json.wanted()) {
            facts.data(
                    "ours",
                    reading.ours().stream()
                            .map(one -> {
                                Map<String, Object> values = new LinkedHashMap<>();
                                if (one.stored() != null) {
                                    values.putAll(Output.values(
                                                    QueryValidatorsCommand.columns(names, clock),
                                                    List.of(one.stored().totals()))
                                            .get(0));
                                }
                                values.putAll(ours.facts(one).values());
                                return values;
                            })
                            .toList());
            output.document(facts.values());
        } else {
            head(output, health, clock);
            facts.print(output);
            reading.ours().forEach(one -> {
                output.line("");
                ours.facts(one).print(output);
            });
            if (!once) {
                output.line("");
            }
        }
        output.flush();
        return health;
    }

    private static void head(Output output, Health health, Clock clock) {
        output.line(health.level().style().apply(StatusText.word(health.level()), output.color()) + "  "
                + Text.time(clock.millis()));
        Set<String> guides = new LinkedHashSet<>();
        for (Health.Finding finding : health.findings()) {
            boolean information = finding.level() == Health.Level.INFORMATION;
            String mark = finding.level().style().apply(information ? "- " : "! ", output.color());
            for (String part : Text.wrapped(finding.text(), WIDTH - 4)) {
                output.line("  " + mark + part);
                mark = "  ";
            }
            if (!information && finding.guide() != null) {
                guides.add("mvm guide " + finding.guide());
            }
        }
        if (!guides.isEmpty()) {
            output.line("  see " + String.join(", ", guides));
        }
        output.line("");
    }
}
