package io.mvm.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.validator.KeyType;
import io.mvm.validator.LocalKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysFileTest {
    private static final String AURA = "0x" + "ab".repeat(32);
    private static final String GRANDPA = "0x" + "cd".repeat(32);
    private static final String IDENTITY = "0x02" + "ef".repeat(32);

    @TempDir
    Path directory;

    @Test
    void readsTheOldFormWithoutPrefixesAndInUpperCase() {
        LocalKeys keys =
                read("{\"sidechain_pub_key\":\"" + IDENTITY.substring(2).toUpperCase(Locale.ROOT)
                        + "\",\"aura_pub_key\":\" " + AURA + " \",\"grandpa_pub_key\":\"" + GRANDPA + "\"}");
        assertThat(keys.problem()).isNull();
        assertThat(keys.keys())
                .isEqualTo(Map.of(
                        KeyType.CROSS_CHAIN, Set.of(IDENTITY),
                        KeyType.AURA, Set.of(AURA),
                        KeyType.GRANDPA, Set.of(GRANDPA)));
        assertThat(keys.keystore()).isFalse();
    }

    @Test
    void readsTheFormOfTheWizard() {
        LocalKeys keys = read("{\"partner_chains_key\":\"" + IDENTITY + "\",\"keys\":{\"aura\":\"" + AURA
                + "\",\"gran\":\"" + GRANDPA + "\",\"babe\":\"" + AURA + "\",\"beef\":\"0x00\"}}");
        assertThat(keys.problem()).isNull();
        assertThat(keys.of(KeyType.BABE)).containsExactly(AURA);
        assertThat(keys.of(KeyType.CROSS_CHAIN)).containsExactly(IDENTITY);
        assertThat(keys.notes()).containsExactly("a key of type 'beef', which MVM does not know");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|lacks a cross-chain key: expected 'sidechain_pub_key', or 'partner_chains_key'",
                "{\"aura_pub_key\":\"0x12\"}|has as 'aura_pub_key' a text of 4 characters, expected 0x and 64 hex digits",
                "{\"aura_pub_key\":7}|has as 'aura_pub_key' no text, expected 0x and 64 hex digits",
                "[1]|is no JSON object; expected {\"sidechain_pub_key\":..,\"aura_pub_key\":..,\"grandpa_pub_key\":..}",
                "{\"aura_pubkey\":\"0x12\"}|has a field 'aura_pubkey' that is no public key MVM knows; expected"
                        + " sidechain_pub_key, aura_pub_key and grandpa_pub_key, or partner_chains_key and keys",
                "{\"keys\":[]}|has something else than an object as 'keys'",
                "{\"a|is no JSON (line 1); expected an object with public keys",
            })
    void saysWhatIsWrong(String text, String problem) {
        LocalKeys keys = read(text);
        assertThat(keys.problem()).isEqualTo(problem);
        assertThat(keys.keys()).isEmpty();
    }

    @Test
    void refusesAKeyThatIsNoPointOfTheCurve() {
        assertThat(read("{\"sidechain_pub_key\":\"0x04" + "00".repeat(32) + "\"}")
                        .problem())
                .isEqualTo("has as 'sidechain_pub_key' a key that begins with 0x04, expected 0x02 or 0x03");
    }

    @Test
    void refusesAKeyGivenTwice() {
        assertThat(read("{\"aura_pub_key\":\"" + AURA + "\",\"keys\":{\"aura\":\"" + AURA + "\"}}")
                        .problem())
                .isEqualTo("gives an Aura key twice, the second time as 'keys.aura'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"0xhush\"",
                "\"hush hush\"",
                "{\"aura_pub_key\":\"hush one two three four five six seven eight nine ten eleven\"}",
                "{\"aura_seed\":\"0xhush\"}",
                "{\"secretPhrase\":\"hush\"}",
                "{\"keys\":{\"aura\":\"//hush\"}}",
                "{\"keys\":{\"private_key\":\"hush\"}}",
            })
    void refusesWhatLooksLikeASecretWithoutRepeatingIt(String text) {
        assertThat(read(text).problem())
                .startsWith("holds what looks like a secret")
                .doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{\"aura_pub_key\":\"hush\"}", "{\"hush hush hush\":\"1\"}", "hush", "{\"x\": hush}"})
    void neverRepeatsAValue(String text) {
        assertThat(read(text).problem()).isNotNull().doesNotContain("hush");
    }

    @Test
    void opensNoKeyOfAKeystore() throws IOException {
        Path file = Files.writeString(directory.resolve("61757261" + AURA.substring(2)), "\"hush\"");
        assertThat(KeysFile.read(file, Optional.empty()).problem())
                .startsWith("is named like a key of the node's keystore, which holds a secret; it was not opened");
    }

    @Test
    void saysThatAFileIsMissingOrNoFile() {
        assertThat(KeysFile.read(directory.resolve("none"), Optional.empty()).problem())
                .isEqualTo("does not exist");
        assertThat(KeysFile.read(directory, Optional.empty()).problem()).startsWith("is no regular file");
    }

    @Test
    void refusesAFileFarTooLarge() {
        assertThat(read("{\"aura_pub_key\":\"" + "ab".repeat(20_000) + "\"}").problem())
                .startsWith("has 4");
    }

    private LocalKeys read(String text) {
        try {
            return KeysFile.read(Files.writeString(directory.resolve("keys.json"), text), Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
