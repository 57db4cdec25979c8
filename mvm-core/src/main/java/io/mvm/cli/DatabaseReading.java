package io.mvm.cli;

import io.mvm.chain.SidechainKey;
import io.mvm.duty.Cause;
import io.mvm.duty.Judged;
import io.mvm.store.BlockFilter;
import io.mvm.store.ChainReader;
import io.mvm.store.ChainStats;
import io.mvm.store.KnownValidator;
import io.mvm.store.MaintenanceWindow;
import io.mvm.store.MissFilter;
import io.mvm.store.StoreException;
import io.mvm.store.StoredBlock;
import io.mvm.store.StoredMiss;
import io.mvm.store.ValidatorDirectory;
import io.mvm.store.ValidatorPerformance;
import io.mvm.store.ValidatorTotals;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the database says right now.
 *
 * @param file where it is, or would be
 * @param problem why it cannot be read; null if it can, or if there is none
 * @param stats what is in it; null if it cannot be read, or there is none
 * @param ours what is in it of ours
 * @param maintenance the maintenance window in progress; null if there is none
 */
record DatabaseReading(Path file, String problem, ChainStats stats, List<Own> ours, MaintenanceWindow maintenance) {
    /** Epochs whose verdicts are told: enough to see a habit, few enough to see that it has ended. */
    static final int RECENT_EPOCHS = 12;

    /** Misses looked at; a longer row is as bad. */
    private static final int LONGEST_ROW = 1_000;

    /**
     * One of ours.
     *
     * @param totals its slots over the whole database, in the head view
     * @param recent verdicts on its slots of the last epochs; null while none is judged
     * @param missedInARow judged slots missed in a row by its own fault, since it last worked; null while none is judged
     * @param equivocationMs start of the newest slot for which it signed several blocks; null if there is none, or if slots have
     *     no known length
     */
    record Own(ValidatorTotals totals, Judged recent, Long missedInARow, Long equivocationMs) {}

    static DatabaseReading of(Path file, Supplier<ChainReader> open, ValidatorNames names, Clock clock) {
        try {
            ChainReader reader = open.get();
            return new DatabaseReading(
                    file,
                    null,
                    reader.stats(),
                    ours(reader, names),
                    reader.maintenance(clock.millis()).orElse(null));
        } catch (StoreException e) {
            String problem = e.kind() == StoreException.Kind.MISSING ? null : e.getMessage();
            return new DatabaseReading(file, problem, null, List.of(), null);
        }
    }

    private static List<Own> ours(ChainReader reader, ValidatorNames names) {
        if (names.ours().isEmpty()) {
            return List.of();
        }
        ValidatorDirectory directory = reader.validators();
        boolean judged = reader.judgements().range().isPresent();
        List<ValidatorPerformance> recent =
                judged ? reader.judgements().performance(RECENT_EPOCHS, directory) : List.of();
        return directory.all().stream()
                .filter(validator -> names.ours(validator.key()))
                .map(validator -> {
                    ValidatorTotals totals = reader.totals(validator);
                    return new Own(
                            totals,
                            judged ? verdicts(recent, validator) : null,
                            judged ? missedInARow(reader, validator) : null,
                            startMs(reader, totals.equivocations().lastSlot()));
                })
                .toList();
    }

    private static Long startMs(ChainReader reader, Long slot) {
        Long slotMs = reader.chain().parameters().slotDurationMs();
        return slot == null || slotMs == null ? null : (Long) (slot * slotMs);
    }

    private static Judged verdicts(List<ValidatorPerformance> recent, KnownValidator validator) {
        return recent.stream()
                .filter(one -> one.validator().equals(validator))
                .map(ValidatorPerformance::judged)
                .findFirst()
                .orElse(Judged.NONE);
    }

    /** A block ends the row though it is not final yet: whoever made it is at work again. */
    private static long missedInARow(ChainReader reader, KnownValidator validator) {
        List<StoredBlock> newest = reader.blocks(BlockFilter.newestOf(validator, 1));
        Long worked = newest.isEmpty() ? null : newest.get(0).slot();
        long row = 0;
        MissFilter since = new MissFilter(List.of(validator), worked == null ? 0 : worked + 1, null, true, LONGEST_ROW);
        for (StoredMiss miss : reader.judgements().misses(since)) {
            if (miss.cause() == Cause.ORPHANED) {
                break;
            }
            row += miss.cause() == Cause.ALONE || miss.cause() == Cause.NODE ? 1 : 0;
        }
        return row;
    }

    /** What is in it of one of ours; null if nothing is. */
    Own of(SidechainKey key) {
        return ours.stream()
                .filter(one -> key.equals(one.totals().validator().key()))
                .findFirst()
                .orElse(null);
    }
}
