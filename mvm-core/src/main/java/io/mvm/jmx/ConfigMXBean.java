package io.mvm.jmx;

/** The configuration in force, how reading it anew has gone, and settings that parts outside the daemon act on. */
@DescribedBean(
        "The configuration in force, how reading it anew has gone, and settings that parts outside the daemon act on.")
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

    @Described(value = "File the configuration in force was read from; none if there was no file.", kind = Kind.INFO)
    String getConfigFile();

    @Described(
            value = "Whether the configuration was valid when it was last read; an invalid one changes nothing.",
            metric = "mvm_config_last_reload_successful")
    Boolean getLastReloadSuccessful();

    @Described(
            value = "Time the configuration was last read, be it refused, in seconds since 1970.",
            unit = "seconds",
            metric = "mvm_config_last_reload_timestamp_seconds")
    Double getLastReloadTimestampSeconds();

    @Described(
            value = "How often the configuration was read anew and taken over since the start.",
            kind = Kind.COUNTER,
            metric = "mvm_config_reloads_total")
    Long getReloads();

    @Described(value = "How often the configuration was read anew and refused since the start.", kind = Kind.COUNTER)
    Long getReloadFailures();

    @Described(
            value = "How long the last reload that was taken over took, from reading to being in force.",
            unit = "seconds",
            metric = "mvm_config_reload_seconds")
    Double getLastReloadSeconds();

    @Described(value = "The fastest reload since the start.", unit = "seconds")
    Double getFastestReloadSeconds();

    @Described(value = "The slowest reload since the start.", unit = "seconds")
    Double getSlowestReloadSeconds();

    @Described(value = "All reloads since the start on average.", unit = "seconds")
    Double getAverageReloadSeconds();

    @Described(
            value = "Grade of the last reload by its time: A up to 20 ms, B 50, C 100, D 200, else F.",
            kind = Kind.INFO)
    String getReloadGrade();
}
