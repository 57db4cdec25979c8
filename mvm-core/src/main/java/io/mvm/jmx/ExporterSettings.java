package io.mvm.jmx;

/**
 * What the exporter is told through the Config MBean.
 *
 * @param bind {@code host:port} to serve at; null if it shall not serve
 * @param rulesFile file of JMX exporter rules in place of the shipped ones; null for those
 * @param allValidators whether families meant for our own validators are exported for all
 * @param maxValidators most validators exported; ours stay whatever it is
 */
public record ExporterSettings(String bind, String rulesFile, boolean allValidators, int maxValidators) {
    /** Above this many validators series cost more than the page can tell: an operator raises it knowingly. */
    public static final int DEFAULT_MAX_VALIDATORS = 2000;

    public ExporterSettings {
        if (maxValidators < 0) {
            throw new IllegalArgumentException(
                    "exporter.max-validators is negative: " + maxValidators + ", expected 0 or more");
        }
    }

    /** Defaults for all but the address; null as address means not to serve. */
    public static ExporterSettings servingAt(String bind) {
        return new ExporterSettings(bind, null, false, DEFAULT_MAX_VALIDATORS);
    }
}
