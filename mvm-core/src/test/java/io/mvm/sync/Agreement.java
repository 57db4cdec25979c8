package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.duty.Tally;
import io.mvm.simulator.Truth;
import io.mvm.store.BlockRow;
import io.mvm.store.ChainWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what was stored with what the simulated network says happened.
 *
 * @param blocks blocks compared
 * @param validators owners compared
 * @param disagreements one sentence for each difference
 */
record Agreement(int blocks, int validators, List<String> disagreements) {

    static Agreement between(Truth truth, ChainWriter stored) {
        List<String> wrong = new ArrayList<>();
        Map<Long, BlockRow> rows = new HashMap<>();
        long first = truth.blocks().get(0).number();
        long last = truth.blocks().get(truth.blocks().size() - 1).number();
        stored.blocks(first, last).forEach(row -> rows.put(row.number(), row));
        for (Truth.Block block : truth.blocks()) {
            BlockRow row = rows.get(block.number());
            if (row == null) {
                wrong.add("block " + block.number() + " is not stored");
            } else if (!row.hash().equals(block.hash())) {
                wrong.add("block " + block.number() + " is stored as " + row.hash() + ", is " + block.hash());
            } else if (!block.author().equals(row.author()) || row.seat() == null || row.seat() != block.seat()) {
                wrong.add("block " + block.number() + " is given to " + row.author() + " seat " + row.seat()
                        + ", was authored by " + block.author() + " seat " + block.seat());
            } else if (row.slot() != block.slot()) {
                wrong.add("block " + block.number() + " has slot " + row.slot() + ", is of slot " + block.slot());
            } else if (row.timestampMs() == null || row.timestampMs() != block.timestampMs()) {
                wrong.add("block " + block.number() + " has time " + row.timestampMs() + ", was made at "
                        + block.timestampMs());
            }
        }
        Map<AuraKey, Tally> totals = stored.duties().totals();
        Set<AuraKey> owners = new HashSet<>(totals.keySet());
        owners.addAll(truth.byAuraKey().keySet());
        for (AuraKey owner : owners) {
            Tally found = totals.getOrDefault(owner, Tally.NONE);
            Truth.Tally real = truth.byAuraKey().get(owner);
            Tally expected = real == null ? Tally.NONE : new Tally(real.produced(), real.missed(), real.orphaned());
            if (!found.equals(expected)) {
                wrong.add(owner + " is counted " + found + ", was " + expected);
            }
        }
        return new Agreement(truth.blocks().size(), owners.size(), wrong);
    }
}
