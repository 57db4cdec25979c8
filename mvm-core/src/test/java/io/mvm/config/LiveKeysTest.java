package io.mvm.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LiveKeysTest {
    private static final Set<String> KNOWN = new KnownKeys(ConfigLoader.reference()).paths();

    @Test
    void namesKeysAndSectionsThatThereAre() {
        assertThat(KNOWN).containsAll(LiveKeys.keys());
        assertThat(KNOWN.stream().map(key -> key.substring(0, key.indexOf('.'))).collect(Collectors.toSet()))
                .containsAll(LiveKeys.sections());
    }

    @Test
    void tellsWhatIsTakenOverFromWhatWaits() {
        assertThat(KNOWN.stream().filter(LiveKeys::isLive))
                .contains("sync.batch-size", "validator.ours", "webhooks.endpoints", "api.api-key", "logging.level")
                .doesNotContain("rpc.urls", "database.path", "exporter.bind", "logging.format", "sync.start-block");
        assertThat(LiveKeys.isLive("validator")).isFalse();
        assertThat(LiveKeys.isLive("sync.batchsize")).isFalse();
    }
}
