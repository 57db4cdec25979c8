package io.mvm.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Section {@code exporter}: the metrics page.
 *
 * @param enabled whether it is served
 * @param bind where
 * @param rulesFile rules in place of the shipped ones
 * @param maxValidators validators with metrics of their own at the most
 * @param allValidators whether the families meant for ours are shown for everyone
 */
public record ExporterConfig(
        boolean enabled, BindAddress bind, Optional<Path> rulesFile, int maxValidators, boolean allValidators) {
    static ExporterConfig read(Section in) {
        return new ExporterConfig(
                in.bool("enabled"),
                in.bind("bind"),
                in.optionalPath("rules-file"),
                (int) in.wholeNumber("max-validators", 0, 100_000),
                in.bool("all-validators"));
    }
}
