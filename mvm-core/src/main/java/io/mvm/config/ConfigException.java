package io.mvm.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The configuration cannot be used. Carries every problem found, so that one run is enough to mend them all. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    // Records of strings are not Serializable, and nobody sends this exception anywhere.
    private final transient List<Problem> problems;
    private final transient List<IncludedFile> includes;

    private final transient Path controlSocket;

    ConfigException(List<Problem> problems) {
        this(problems, List.of(), null);
    }

    ConfigException(List<Problem> problems, List<IncludedFile> includes) {
        this(problems, includes, null);
    }

    ConfigException(List<Problem> problems, List<IncludedFile> includes, Path controlSocket) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
        this.includes = List.copyOf(includes);
        this.controlSocket = controlSocket;
    }

    /** What is wrong, in the order of the keys in a file; never empty. */
    public List<Problem> problems() {
        return problems;
    }

    /** The files that what was read includes, as far as that is known; any of them may be what is to be mended. */
    public List<IncludedFile> includes() {
        return includes;
    }

    /** Where a daemon of this configuration listens, if what is wrong leaves no doubt of that. */
    public Optional<Path> controlSocket() {
        return Optional.ofNullable(controlSocket);
    }
}
