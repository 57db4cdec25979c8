package io.mvm.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Section {@code exporter}: the metrics page.
 *
 * @param bind where it is served; empty: nowhere
 * @param rulesFile rules in place of the shipped ones
 * @param maxValidators validators with metrics of their own at the most
 * @param allValidators whether the families meant for ours are shown for everyone
 */
public record ExporterConfig(
        Optional<BindAddress> bind, Optional<Path> rulesFile, int maxValidators, boolean allValidators) {
    private static final String NOWHERE = "off";

    static ExporterConfig read(Section in) {
        boolean enabled = in.bool("enabled");
        Optional<BindAddress> bind =
                in.written("bind").equals(NOWHERE) ? Optional.empty() : Optional.of(in.bind("bind"));
        return new ExporterConfig(
                bind.filter(address -> enabled),
                in.optionalPath("rules-file"),
                (int) in.wholeNumber("max-validators", 0, 100_000),
                in.bool("all-validators"));
    }
}
