package io.mvm.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Section {@code validator}: which validators are ours.
 *
 * @param keystorePath the node's keystore directory
 * @param keysFile file with public keys
 * @param label name shown for ours
 * @param ours sidechain keys, {@code 0x} and 66 lower-case hex digits each
 * @param labelsFile file with names for others
 */
public record ValidatorConfig(
        Optional<Path> keystorePath,
        Optional<Path> keysFile,
        Optional<String> label,
        List<String> ours,
        Optional<Path> labelsFile) {
    /** A compressed secp256k1 key. */
    private static final Pattern SIDECHAIN_KEY = Pattern.compile("0x[0-9a-fA-F]{66}");

    static ValidatorConfig read(Section in) {
        return new ValidatorConfig(
                in.optionalPath("keystore-path"),
                in.optionalPath("keys-file"),
                in.optionalText("label"),
                in.texts("ours", SIDECHAIN_KEY, "sidechain keys, 0x and 66 hex digits each").stream()
                        .map(key -> key.toLowerCase(Locale.ROOT))
                        .toList(),
                in.optionalPath("labels-file"));
    }
}
