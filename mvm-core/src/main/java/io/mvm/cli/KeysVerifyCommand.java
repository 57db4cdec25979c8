package io.mvm.cli;

import io.mvm.chain.SidechainKey;
import io.mvm.config.MvmConfig;
import io.mvm.store.ChainReader;
import io.mvm.store.StatusChange;
import io.mvm.store.StoreException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mvm keys verify}. */
@Command(
        name = "verify",
        description = "Whether keys and registration of our validators are right: the keys on this machine and in the"
                + " node against committee, candidates, and the authorities in force.",
        footer = {
            "",
            "Exit status: 0 all is right; 3 something is not as it should be; 4 slots or votes are lost, or will be;",
            "5 the node could not tell what matters.",
            "Critical: a wrong or missing Aura or GRANDPA key, an invalid registration.",
            "No fault: no seats by the D-parameter, a registration that counts from a later Cardano epoch on.",
            "",
            "Examples:",
            "  mvm keys verify",
            "  mvm keys verify --keystore /var/lib/midnight/keystore --rpc-url http://localhost:9944",
            "  mvm keys verify --json | jq -r '.findings[].text'"
        })
final class KeysVerifyCommand implements Callable<Integer> {
    private static final int CHANGES = 5;

    private final MvmCommand root;

    @Option(names = "--rpc-url", paramLabel = "URL", split = ",", description = "Node to ask. Default: rpc.urls.")
    private List<URI> urls;

    @Mixin
    private OwnOptions options;

    @Mixin
    private JsonOption json;

    @Mixin
    private DatabaseOptions database;

    KeysVerifyCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Map<String, Object> overrides = new HashMap<>();
        if (urls != null) {
            overrides.put("rpc.urls", urls);
        }
        options.override(overrides);
        MvmConfig config = database.config(root, overrides);
        OwnReading reading = OwnReading.of(() -> root.environment().node().apply(NodeSettings.once(config)), config);
        if (reading.own().ours().isEmpty() && reading.own().local().isEmpty()) {
            throw new CommandFailure(ExitStatus.HOPELESS, KeysCommand.NONE_CONFIGURED);
        }
        Map<SidechainKey, List<StatusChange>> changes = changes(config, reading);
        Health health = reading.health();
        Output output = root.output();
        KeysText text = new KeysText(
                reading, health, changes, new Marks(root.environment().env()), root.clock());
        if (json.wanted()) {
            output.document(text.values());
        } else {
            text.print(output);
        }
        output.flush();
        return health.level().status();
    }

    /** What a running sync saw change; nothing where there is no database, as this check needs none. */
    private Map<SidechainKey, List<StatusChange>> changes(MvmConfig config, OwnReading reading) {
        Map<SidechainKey, List<StatusChange>> changes = new HashMap<>();
        try {
            ChainReader reader = database.open(config);
            reader.validators().all().stream()
                    .filter(validator -> reading.own().ours().contains(validator.key()))
                    .forEach(validator -> changes.put(validator.key(), reader.statusChanges(validator, CHANGES)));
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.MISSING) {
                root.environment().err().println("mvm: changes are not shown: " + e.getMessage());
            }
        }
        return changes;
    }
}
