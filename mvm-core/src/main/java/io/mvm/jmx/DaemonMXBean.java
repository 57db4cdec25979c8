package io.mvm.jmx;

import java.util.Map;

/** The monitor's process. Sends the notification mvm.snapshot (user data: the chain) after each new snapshot. */
@DescribedBean(
        value =
                "The monitor's process. Sends the notification mvm.snapshot (user data: the chain) after each new snapshot.",
        infoMetric = "mvm_build_info",
        infoHelp = "Version of MVM, the revision it was built from and the Java it runs on; always 1.")
public interface DaemonMXBean {
    @Described(value = "Version of MVM.", kind = Kind.INFO, infoLabel = "version")
    String getVersion();

    @Described(value = "Source revision it was built from.", kind = Kind.INFO, infoLabel = "revision")
    String getRevision();

    @Described(value = "Version of the Java runtime.", kind = Kind.INFO, infoLabel = "java")
    String getJava();

    @Described("Process id.")
    Long getPid();

    @Described(value = "Time the process started, in seconds since 1970.", unit = "seconds")
    Double getStartedAtSeconds();

    @Described("Sequence number of the snapshot now shown, by chain.")
    Map<String, Long> getSnapshotSequences();
}
