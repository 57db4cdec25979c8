package io.mvm.view;

/**
 * The process itself; does not change with the chain.
 *
 * @param version MVM's version
 * @param revision source revision it was built from, or {@code unknown}
 * @param java version of the Java runtime
 * @param pid process id
 * @param startedAtMs when it started
 * @param exporterBind {@code host:port} at which the exporter shall serve; null if it shall not
 */
public record DaemonView(
        String version, String revision, String java, long pid, long startedAtMs, String exporterBind) {}
