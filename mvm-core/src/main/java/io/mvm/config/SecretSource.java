package io.mvm.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a secret is: written in the configuration, or in a file that holds it and nothing else. Such a file is read when the
 * secret is used and not with the configuration, since commands that have no use for it may not be allowed to read it. Shows
 * nothing of the secret. Immutable.
 */
public final class SecretSource {
    /** A bearer's token may be long; a file longer than this is another file. */
    private static final int MOST_BYTES = 8_192;

    private final String key;
    private final String origin;
    private final int least;
    private final String text;
    private final Path file;

    private SecretSource(String key, String origin, int least, String text, Path file) {
        this.key = key;
        this.origin = origin;
        this.least = least;
        this.text = text;
        this.file = file;
    }

    /**
     * Reads the two keys of one secret.
     *
     * @param key may hold it; null where only a file may
     * @param fileKey may name the file
     * @param least number of its characters
     */
    static Optional<SecretSource> read(Section in, String key, String fileKey, int least) {
        Optional<String> text = key == null ? Optional.empty() : in.optionalText(key);
        Optional<Path> file = in.optionalPath(fileKey);
        if (key != null && in.given(key) && in.given(fileKey)) {
            in.problem(fileKey, "is set and so is '" + in.shown(key) + "'; leave out one of them");
        }
        if (text.isPresent()) {
            wrong(text.get(), least).ifPresent(wrong -> in.problem(key, wrong));
            in.warnIfReadByEverybody(key, " or use '" + in.shown(fileKey) + "'");
            return Optional.of(new SecretSource(in.shown(key), in.origin(key), least, text.get(), null));
        }
        file.filter(Secrets::isReadByEverybody)
                .ifPresent(path -> in.warning(
                        fileKey, "is " + path + ", which everybody on this machine may read; chmod o-r " + path));
        return file.map(path -> new SecretSource(in.shown(fileKey), in.origin(fileKey), least, null, path));
    }

    /** The file; empty where the secret is in the configuration itself. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /**
     * The secret. Touches the disk where it is in a file, so that each call tells what is there now.
     *
     * @throws ConfigException if there is such a file and no secret can be had from it
     */
    public String read() {
        if (file == null) {
            return text;
        }
        if (!Files.exists(file)) {
            throw failure("which does not exist");
        }
        if (!Files.isRegularFile(file)) {
            throw failure("which is no file");
        }
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw failure("which has " + size + " bytes, expected a secret alone, at most " + MOST_BYTES);
            }
            String secret = Files.readString(file, StandardCharsets.UTF_8).strip();
            Optional<String> wrong =
                    secret.isEmpty() ? Optional.of("is empty, expected the secret") : wrong(secret, least);
            if (wrong.isPresent()) {
                throw failure("which " + wrong.get());
            }
            return secret;
        } catch (CharacterCodingException e) {
            throw failure("which is no text in UTF-8");
        } catch (IOException e) {
            throw failure("which cannot be read; check its permissions (" + e + ")");
        }
    }

    private ConfigException failure(String why) {
        return new ConfigException(List.of(new Problem(origin, "'" + key + "' is " + file + ", " + why)));
    }

    private static Optional<String> wrong(String secret, int least) {
        int length = secret.codePointCount(0, secret.length());
        if (length < least) {
            return Optional.of("has " + length + " characters, expected at least " + least);
        }
        return secret.codePoints().anyMatch(Character::isISOControl)
                ? Optional.of("has line breaks or control characters, expected one line of text")
                : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretSource that && Objects.equals(text, that.text) && Objects.equals(file, that.file);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, file);
    }

    /** The file, or a mask. */
    @Override
    public String toString() {
        return file == null ? Secrets.MASK : file.toString();
    }
}
