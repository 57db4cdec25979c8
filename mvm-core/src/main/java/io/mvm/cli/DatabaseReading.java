package io.mvm.cli;

import io.mvm.store.ChainReader;
import io.mvm.store.ChainStats;
import io.mvm.store.StoreException;
import io.mvm.store.ValidatorTotals;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the database says right now.
 *
 * @param file where it is, or would be
 * @param problem why it cannot be read; null if it can, or if there is none
 * @param stats what is in it; null if it cannot be read, or there is none
 * @param ours totals of ours
 */
record DatabaseReading(Path file, String problem, ChainStats stats, List<ValidatorTotals> ours) {
    static DatabaseReading of(Path file, Supplier<ChainReader> open, ValidatorNames names) {
        try {
            ChainReader reader = open.get();
            List<ValidatorTotals> ours = names.ours().isEmpty()
                    ? List.of()
                    : reader.validators().all().stream()
                            .filter(validator -> names.ours(validator.key()))
                            .map(reader::totals)
                            .toList();
            return new DatabaseReading(file, null, reader.stats(), ours);
        } catch (StoreException e) {
            String problem = e.kind() == StoreException.Kind.MISSING ? null : e.getMessage();
            return new DatabaseReading(file, problem, null, List.of());
        }
    }
}
