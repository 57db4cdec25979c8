package io.mvm.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that is shipped: complete, valid, and honest about the defaults. */
class ExampleFileTest {
    // Tests run in the module's directory.
    private static final Path EXAMPLE = Path.of("../packaging/conf/mvm.conf.example");

    @TempDir
    Path empty;

    @Test
    void changesNothingAsItIs() {
        MvmConfig config = read(EXAMPLE);
        assertThat(config).usingRecursiveComparison().ignoringFields("file").isEqualTo(read(null));
    }

    @Test
    void namesEveryKeyAndIsValidWithAllOfThemSet() throws IOException {
        Path full = Files.writeString(empty.resolve("full.conf"), withEveryKeySet());
        // One secret has one place.
        read(Files.writeString(empty.resolve("usable.conf"), withEveryKeySet().replaceAll("(?m)^ *api-key = .*$", "")));

        assertThat(ConfigFactory.parseFile(full.toFile()).entrySet())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrderElementsOf(new KnownKeys(ConfigLoader.reference()).paths());
    }

    @Test
    void saysWhatTheDefaultsAre() throws IOException {
        Config shown = ConfigFactory.parseString(withEveryKeySet());
        for (Map.Entry<String, ConfigValue> known : new TreeMap<>(ConfigLoader.reference().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                .entrySet()) {
            assertThat(shown.getValue(known.getKey()).unwrapped())
                    .as(known.getKey())
                    .isEqualTo(known.getValue().unwrapped());
        }
    }

    private static String withEveryKeySet() throws IOException {
        return Files.readString(EXAMPLE).replaceAll("(?m)^( *)# ([a-z-]+ = )", "$1$2");
    }

    private MvmConfig read(Path file) {
        return new ConfigLoader(empty, empty).read(Optional.ofNullable(file), Map.of("HOSTNAME", "h"), Map.of());
    }
}
