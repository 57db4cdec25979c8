package io.mvm.jmx;

/** Settings that parts outside the daemon act on. */
@DescribedBean("Settings that parts outside the daemon act on.")
public interface ConfigMXBean {
    @Described("Whether the exporter shall serve.")
    Boolean getExporterEnabled();

    @Described(value = "Address host:port at which the exporter shall serve; none if it shall not.", kind = Kind.INFO)
    String getExporterBind();

    @Described(
            value = "File of JMX exporter rules used in place of the shipped ones; none for those.",
            kind = Kind.INFO)
    String getRulesFile();

    @Described("Whether families meant for our own validators are exported for all.")
    Boolean getAllValidators();

    @Described(value = "Most validators exported; our own are exported whatever it is.", unit = "validators")
    Integer getMaxValidators();
}
