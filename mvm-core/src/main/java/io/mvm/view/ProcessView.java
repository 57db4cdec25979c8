package io.mvm.view;

/**
 * What the process is; never changes.
 *
 * @param version MVM's version
 * @param revision source revision it was built from, or {@code unknown}
 * @param java version of the Java runtime
 * @param pid process id
 * @param startedAtMs when it started
 */
public record ProcessView(String version, String revision, String java, long pid, long startedAtMs) {}
