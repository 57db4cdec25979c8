package io.mvm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is wrong with a configuration is said all at once, each with where it is and what was expected. */
class ConfigProblemsTest extends EmptyMachine {
    private static final String KEY = "0x02" + "ab".repeat(32);

    @Test
    void tellsEveryProblemAtOnceWithWhereItIs() throws IOException {
        Path file = write(work.resolve("mvm.conf"), """
                sync {
                  batchsize = 100
                  concurrency = lots
                  poll-interval = 6
                }
                rcp { urls = [] }
                rpc {
                  urls = []
                  timeout = 11h
                  retry-initial-delay = 10s
                  retry-max-delay = 5s
                  websocket = maybe
                  metrics-url = "localhost:9615"
                }
                exporter = on
                database.timeout = 4s
                validator.ours = ["0x1234"]
                """);
        env.put("MVM_METRICS_BIND", "9400");
        env.put("MVM_SYNC_FINALIZED_ONLY", "perhaps");
        overrides.put("sync.start-block", -1);
        overrides.put("sync.strat-block", 1);

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        file + ":2: 'sync.batchsize' is not a key; did you mean 'sync.batch-size'?",
                        file + ":3: 'sync.concurrency' is \"lots\", expected a whole number from 1 to 64",
                        file + ":4: 'sync.poll-interval' is 6, expected a duration from 50ms to 10m"
                                + " (a number without a unit is milliseconds)",
                        file + ":6: 'rcp' is not a key; did you mean 'rpc'?",
                        file + ":8: 'rpc.urls' is [], expected a list of URLs, each http://, https://, ws://, wss://"
                                + " with a host (there is none)",
                        file + ":9: 'rpc.timeout' is \"11h\", expected a duration from 100ms to 10m",
                        file
                                + ":11: 'rpc.retry-max-delay' is 5s, expected at least rpc.retry-initial-delay, which is 10s",
                        file + ":12: 'rpc.websocket' is \"maybe\", expected auto or off",
                        file + ":13: 'rpc.metrics-url' is \"localhost:9615\", expected http://, https:// with a host",
                        file + ":15: 'exporter' is a section, expected keys in it such as 'exporter.all-validators'",
                        file + ":16: 'database.timeout' is not a key; did you mean 'rpc.timeout'?",
                        file + ":17: 'validator.ours' is [\"0x1234\"], expected a list of sidechain keys, 0x and 66 hex"
                                + " digits each (\"0x1234\" is none)",
                        "environment MVM_METRICS_BIND: 'exporter.bind' is \"9400\", expected HOST:PORT such as"
                                + " 127.0.0.1:9400 (there is no port)",
                        "environment MVM_SYNC_FINALIZED_ONLY: 'sync.finalized-only' is \"perhaps\", expected true or false",
                        "command line: 'sync.start-block' is -1, expected a whole number from 0 to 4294967295",
                        "command line: 'sync.strat-block' is not a key; did you mean 'sync.start-block'?");
    }

    @Test
    void tellsEveryProblemOfFurtherValidatorsWithItsLine() throws IOException {
        Path file = write(work.resolve("mvm.conf"), """
                validator.others = [
                  { keystore = /ks }
                  { label = nobody }
                  { key = "0x12" }
                  7
                  { key = "%s" }
                  { key = "%s", keys-file = 5 }
                ]
                """.formatted(KEY, KEY));

        assertThat(problems())
                .containsExactly(
                        file
                                + ":2: 'validator.others[0].keystore' is not a key; expected key, keys-file, keystore-path,"
                                + " label",
                        file + ":5: 'validator.others[3]' is 7, expected a list of objects with key, keys-file,"
                                + " keystore-path, label",
                        file + ":2: 'validator.others[0]' names no validator, expected at least one of key,"
                                + " keystore-path and keys-file",
                        file + ":3: 'validator.others[1]' names no validator, expected at least one of key,"
                                + " keystore-path and keys-file",
                        file + ":4: 'validator.others[2].key' is \"0x12\", expected a sidechain key, 0x and 66 hex"
                                + " digits",
                        file + ":7: 'validator.others[5].key' is " + KEY + ", which an element before has too");
    }

    @Test
    void namesTheNearestKeyWithinFurtherValidators() throws IOException {
        Path file =
                write(work.resolve("mvm.conf"), "validator.others = [{ keystore-pth = /ks, key = \"" + KEY + "\" }]");
        assertThat(problems())
                .containsExactly(file + ":1: 'validator.others[0].keystore-pth' is not a key; did you mean"
                        + " 'keystore-path'?");
    }

    @Test
    void refusesWhatIsNoWholeNumberAndWhatHasNoValue() throws IOException {
        Path file = write(work.resolve("mvm.conf"), """
                sync.batch-size = 2.5
                sync.concurrency = null
                rpc.urls = ["http://a", "http://a"]
                validator.label = ""
                database.remote.enabled = true
                integration.chain-id = "a b"
                """);

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        file + ":1: 'sync.batch-size' is 2.5, expected a whole number from 1 to 1000",
                        file + ":2: 'sync.concurrency' has no value, expected a whole number from 1 to 64",
                        file + ":3: 'rpc.urls' is [\"http://a\",\"http://a\"], expected a list of URLs, each http://,"
                                + " https://, ws://, wss:// with a host (\"http://a\" is there twice)",
                        file + ":4: 'validator.label' is \"\", expected a text (leave the key out if there is none)",
                        "default: 'database.remote.url' has no value, expected one because database.remote.enabled is true",
                        file
                                + ":6: 'integration.chain-id' is \"a b\", expected 1 to 64 letters, digits, dots, dashes or"
                                + " underscores, a letter or digit first");
    }

    @Test
    void saysWhereAFileBreaksAndThatANamedOneIsMissing() throws IOException {
        Path file = write(work.resolve("mvm.conf"), "sync {\n  batch-size = [1\n}\n");
        assertThat(problems()).singleElement().asString().startsWith(file + ":");

        Path missing = temporary.resolve("none.conf");
        ConfigException thrown = catchThrowableOfType(ConfigException.class, () -> load(Optional.of(missing)));
        assertThat(thrown.problems()).containsExactly(new Problem(missing.toString(), "does not exist"));
        thrown = catchThrowableOfType(ConfigException.class, () -> load(Optional.of(work)));
        assertThat(thrown.problems()).containsExactly(new Problem(work.toString(), "is a directory, expected a file"));
    }

    @Test
    void refusesTwoVariablesThatDisagreeAndWarnsOfAMisspeltOne() {
        env.put("MVM_DB_PATH", "/a");
        env.put("MVM_DATABASE_PATH", "/b");
        assertThat(problems())
                .containsExactly("environment MVM_DB_PATH: sets 'database.path' and so does MVM_DATABASE_PATH, with"
                        + " another value; unset one of them");
        env.put("MVM_DATABASE_PATH", "/a");
        env.put("MVM_SNYC_CONCURRENCY", "4");
        env.put("MVM_HEAP", "1g");
        env.put("MVM_PORT_9400_TCP_ADDR", "10.0.0.1");
        assertThat(load().warnings())
                .containsExactly("environment MVM_SNYC_CONCURRENCY sets nothing; did you mean MVM_SYNC_CONCURRENCY?");
    }

    @Test
    void masksWhatGivesAccessInAnElementThatIsNone() throws IOException {
        write(work.resolve("mvm.conf"), "api.cors-origins = [\"https://me:hush@a\"]");
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("(\"https://********@a\" is none)")
                .doesNotContain("hush");
    }
}
