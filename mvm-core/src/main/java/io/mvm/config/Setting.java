package io.mvm.config;

/**
 * One effective value and where it came from, for people to read.
 *
 * @param key the path, such as {@code sync.batch-size}
 * @param value as it would be written in a file; {@code null} for a key without a value; secrets masked
 * @param origin {@code default}, or as in {@link Problem#origin}
 */
public record Setting(String key, String value, String origin) {
    /** Origin of what nobody configured. */
    public static final String DEFAULT_ORIGIN = Origins.DEFAULT;
}
