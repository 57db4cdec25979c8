package io.mvm.view;

/**
 * The database.
 *
 * @param path file
 * @param schemaVersion version of its tables
 * @param sizeBytes size of the file
 * @param walBytes size of its write-ahead log
 * @param lastCommitMs when the last transaction ended; null if none did since the start
 */
public record StoreView(String path, int schemaVersion, long sizeBytes, long walBytes, Long lastCommitMs) {}
