package io.mvm.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Section {@code validator}: which validators are ours.
 *
 * @param keystorePath the node's keystore directory
 * @param keysFile file with public keys
 * @param label name shown for ours
 * @param ours sidechain keys, {@code 0x} and 66 lower-case hex digits each
 * @param labelsFile file with names for others
 * @param others further validators of ours, with keystores of their own
 */
public record ValidatorConfig(
        Optional<Path> keystorePath,
        Optional<Path> keysFile,
        Optional<String> label,
        List<String> ours,
        Optional<Path> labelsFile,
        List<Other> others) {
    static final String SIDECHAIN_KEY_FORM = "0x and 66 hex digits";

    private static final Set<String> OTHER_KEYS = Set.of("key", "label", "keystore-path", "keys-file");

    public ValidatorConfig {
        ours = List.copyOf(ours);
        others = List.copyOf(others);
    }

    /**
     * One more validator of ours, named by its key, its keystore, or its keys file.
     *
     * @param key its sidechain key, {@code 0x} and 66 lower-case hex digits
     * @param label name shown for it
     * @param keystorePath its node's keystore directory
     * @param keysFile file with its public keys
     */
    public record Other(
            Optional<String> key, Optional<String> label, Optional<Path> keystorePath, Optional<Path> keysFile) {
        static Other read(Section in) {
            Other other = new Other(
                    in.optionalText("key", SidechainKeyForm::isPrefixed, "a sidechain key, " + SIDECHAIN_KEY_FORM)
                            .map(key -> key.toLowerCase(Locale.ROOT)),
                    in.optionalText("label"),
                    in.optionalPath("keystore-path"),
                    in.optionalPath("keys-file"));
            if (in.sound("key", "keystore-path", "keys-file")
                    && other.key.isEmpty()
                    && other.keystorePath.isEmpty()
                    && other.keysFile.isEmpty()) {
                in.problem("names no validator, expected at least one of key, keystore-path and keys-file");
            }
            return other;
        }
    }

    static ValidatorConfig read(Section in) {
        return new ValidatorConfig(
                in.optionalPath("keystore-path"),
                in.optionalPath("keys-file"),
                in.optionalText("label"),
                in
                        .texts("ours", SidechainKeyForm::isPrefixed, "sidechain keys, " + SIDECHAIN_KEY_FORM + " each")
                        .stream()
                        .map(key -> key.toLowerCase(Locale.ROOT))
                        .toList(),
                in.optionalPath("labels-file"),
                others(in));
    }

    private static List<Other> others(Section in) {
        List<Other> others = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Section element : in.elements("others", OTHER_KEYS)) {
            Other other = Other.read(element);
            if (other.key.isPresent() && !keys.add(other.key.get())) {
                element.problem("key", "is " + other.key.get() + ", which an element before has too");
            }
            others.add(other);
        }
        return others;
    }
}
