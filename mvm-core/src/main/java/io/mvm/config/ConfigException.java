package io.mvm.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used. Carries every problem found, so that one run is enough to mend them all. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    // Records of strings are not Serializable, and nobody sends this exception anywhere.
    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, in the order of the keys in a file; never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
