package io.mvm.chain.consensus;

import io.mvm.chain.Header;
import java.util.List;
import java.util.Optional;

/** The engines this version knows, asked in order. A header that none of them claims is never guessed at. */
public final class ConsensusEngines {
    private final List<ConsensusEngine> engines;

    public ConsensusEngines(List<ConsensusEngine> engines) {
        this.engines = List.copyOf(engines);
    }

    /** All engines of this version. */
    public static ConsensusEngines known() {
        return new ConsensusEngines(List.of(new AuraEngine()));
    }

    /** The engine that authored a block; empty if it is none of ours. */
    public Optional<ConsensusEngine> of(Header header) {
        for (ConsensusEngine engine : engines) {
            if (engine.authored(header)) {
                return Optional.of(engine);
            }
        }
        return Optional.empty();
    }

    /**
     * The engine of that name.
     *
     * @throws IllegalArgumentException if none has it
     */
    public ConsensusEngine named(String name) {
        return engines.stream()
                .filter(engine -> engine.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no consensus engine is named '" + name + "'"));
    }
}
