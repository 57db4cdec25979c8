package io.mvm.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mvm.validator.KeyType;
import io.mvm.validator.LocalKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeystoreTest {
    private static final String AURA = "61757261";
    private static final String GRANDPA = "6772616e";
    private static final String CROSS_CHAIN = "63726368";
    private static final String ONE = "ab".repeat(32);
    private static final String TWO = "cd".repeat(32);
    private static final String IDENTITY = "02" + "ef".repeat(32);

    @TempDir
    Path temporary;

    private Path keystore;

    @BeforeEach
    void makesAKeystore() throws IOException {
        keystore = Files.createDirectory(
                temporary.resolve("keystore"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Test
    void readsEveryKeyOfEveryTypeFromNames() throws IOException {
        key(AURA + ONE);
        key(AURA + TWO);
        key(GRANDPA + ONE);
        key(CROSS_CHAIN + IDENTITY);
        key("62616265" + TWO);

        LocalKeys keys = read();

        assertThat(keys.keys())
                .isEqualTo(Map.of(
                        KeyType.AURA, Set.of("0x" + ONE, "0x" + TWO),
                        KeyType.GRANDPA, Set.of("0x" + ONE),
                        KeyType.CROSS_CHAIN, Set.of("0x" + IDENTITY),
                        KeyType.BABE, Set.of("0x" + TWO)));
        assertThat(keys.warnings()).isEmpty();
        assertThat(keys.notes()).isEmpty();
        assertThat(keys.problem()).isNull();
        assertThat(keys.source()).isEqualTo("keystore " + keystore);
    }

    @Test
    void opensNoFile() throws Exception {
        // Opening a pipe that nobody writes to waits for ever; a file without any right can be opened by root alone.
        Process made = new ProcessBuilder(
                        "mkfifo", "-m", "600", keystore.resolve(AURA + ONE).toString())
                .start();
        assumeTrue(made.waitFor() == 0, "this system has no mkfifo");
        key(GRANDPA + ONE, "---------");

        LocalKeys keys = assertTimeoutPreemptively(Duration.ofSeconds(10), this::read);

        assertThat(keys.keys())
                .isEqualTo(Map.of(KeyType.AURA, Set.of("0x" + ONE), KeyType.GRANDPA, Set.of("0x" + ONE)));
        assertThat(keys.warnings()).isEmpty();
    }

    @Test
    void countsOtherFilesAndLeavesThemAlone() throws IOException {
        key(AURA + ONE);
        key("62656566" + IDENTITY);
        key("README");
        Files.createDirectory(keystore.resolve(AURA + TWO));

        LocalKeys keys = read();

        assertThat(keys.keys()).isEqualTo(Map.of(KeyType.AURA, Set.of("0x" + ONE)));
        assertThat(keys.notes()).containsExactly("3 files that are no key of a type MVM knows");
        assertThat(keys.warnings()).isEmpty();
    }

    @Test
    void warnsOfKeysThatOthersMayRead() throws IOException {
        key(AURA + ONE, "rw-r-----");
        key(GRANDPA + ONE, "rw-------");
        assertThat(read().warnings())
                .containsExactly("others than the owner may use the key file 61757261abababab.. (rw-r-----), expected"
                        + " rw------- (chmod 600)");
    }

    @Test
    void warnsOfADirectoryThatOthersMayChangeAndNotesOneThatTheyMayList() throws IOException {
        key(AURA + ONE);
        Files.setPosixFilePermissions(keystore, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(read().warnings()).isEmpty();
        assertThat(read().notes()).singleElement().asString().contains("may list the directory (rwxr-xr-x)");
        Files.setPosixFilePermissions(keystore, PosixFilePermissions.fromString("rwxrwx---"));
        assertThat(read().warnings())
                .containsExactly("others than the owner may change the directory (rwxrwx---), expected rwx------ (chmod"
                        + " 700)");
    }

    @Test
    void warnsOfNamesThatTheNodeWillNotFind() throws IOException {
        key(AURA + ONE.substring(2));
        key(GRANDPA + ONE.toUpperCase(java.util.Locale.ROOT));
        key(CROSS_CHAIN + "04" + ONE);

        LocalKeys keys = read();

        assertThat(keys.keys()).isEmpty();
        assertThat(keys.warnings())
                .containsExactlyInAnyOrder(
                        "the file 61757261abababab.. is named like an Aura key, but with 62 digits of public key,"
                                + " expected 64; the node does not find such a key",
                        "the file 6772616eABABABAB.. has upper-case digits in its name, expected lower-case ones; the"
                                + " node does not find such a key",
                        "the file 6372636804ababab.. names a cross-chain key that begins with 04, expected 02 or 03",
                        "there is no key in it, among 0 other files");
    }

    @Test
    void warnsOfAKeystoreWithoutKeys() throws IOException {
        key("README");
        assertThat(read().warnings()).containsExactly("there is no key in it, among 1 other file");
    }

    @Test
    void saysWhyNothingCouldBeRead() throws IOException {
        assertThat(Keystore.read(temporary.resolve("none"), Optional.empty()).problem())
                .startsWith("does not exist; expected the node's keystore");
        Path file = Files.createFile(temporary.resolve("file"));
        assertThat(Keystore.read(file, Optional.empty()).problem()).startsWith("is no directory");
        assertThat(Keystore.read(file, Optional.empty()).readable()).isFalse();
    }

    @Test
    void saysWhenThisUserMayNotListTheDirectory() throws IOException {
        Files.setPosixFilePermissions(keystore, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(keystore), "root may read everything");
        assertThat(read().problem()).startsWith("may not be read by this user");
    }

    private LocalKeys read() {
        return Keystore.read(keystore, Optional.empty());
    }

    private void key(String name) throws IOException {
        key(name, "rw-------");
    }

    private void key(String name, String modes) throws IOException {
        Path file = Files.writeString(keystore.resolve(name), "no secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(modes));
    }
}
