package io.mvm.store;

import io.mvm.chain.AuraKey;
import io.mvm.chain.BlockHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Slots for which one key signed several blocks. Belongs to the {@link ChainWriter} it came from, and to the same thread. Errors
 * are {@link StoreException}s.
 */
public final class EquivocationTable {
    private final int chain;
    private final KeyIds ids;
    private final ChainWriter writer;

    EquivocationTable(int chain, KeyIds ids, ChainWriter writer) {
        this.chain = chain;
        this.ids = ids;
        this.writer = writer;
    }

    /** All that is kept, by key. */
    public Map<AuraKey, EquivocationCount> totals() {
        return writer.reading(h -> {
            Map<AuraKey, EquivocationCount> found = new HashMap<>();
            counts(h, chain, "").forEach((author, count) -> found.put(ids.key(h, author), count));
            return found;
        });
    }

    /**
     * Keeps what an update brought to light, in its transaction and after its rows. Whichever of the blocks comes last finds the
     * others, so that it does not matter in which order, by whom and from where they come.
     *
     * @return those not kept before
     */
    List<Equivocation> note(Handle h, ChainUpdate update) {
        List<Equivocation> found = new ArrayList<>();
        for (Suspect suspect : suspects(h, update)) {
            List<BlockHash> blocks = blocks(h, chain, suspect.author, suspect.slot);
            if (blocks.size() > 1 && isNew(h, suspect)) {
                found.add(new Equivocation(ids.key(h, suspect.author), suspect.slot, blocks));
            }
        }
        return found;
    }

    /** A slot that may have several blocks of one author. */
    private record Suspect(int author, long slot) {}

    private Set<Suspect> suspects(Handle h, ChainUpdate update) {
        Set<Suspect> suspects = new LinkedHashSet<>();
        for (List<BlockRow> lost : List.of(update.orphaned(), update.forks())) {
            lost.stream()
                    .filter(EquivocationTable::attributed)
                    .forEach(row -> suspects.add(new Suspect(ids.id(h, row.author()), row.slot())));
        }
        Set<Suspect> added = new HashSet<>();
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (BlockRow row : update.added()) {
            if (attributed(row)) {
                added.add(new Suspect(ids.id(h, row.author()), row.slot()));
                from = Math.min(from, row.slot());
                to = Math.max(to, row.slot());
            }
        }
        if (!added.isEmpty()) {
            // Canonical blocks have a slot each, so only a lost one can be a sibling: one look for all of them.
            h.createQuery("SELECT author_id, slot FROM orphan_block INDEXED BY orphan_block_slot"
                            + " WHERE chain_id = ? AND slot BETWEEN ? AND ? AND author_id IS NOT NULL")
                    .bind(0, chain)
                    .bind(1, from)
                    .bind(2, to)
                    .map((rs, ctx) -> new Suspect(rs.getInt(1), rs.getLong(2)))
                    .forEach(lost -> {
                        if (added.contains(lost)) {
                            suspects.add(lost);
                        }
                    });
        }
        return suspects;
    }

    private static boolean attributed(BlockRow row) {
        return row.author() != null && row.slot() != null;
    }

    private boolean isNew(Handle h, Suspect suspect) {
        return h.createUpdate("INSERT INTO equivocation (chain_id, author_id, slot) VALUES (?, ?, ?)"
                                + " ON CONFLICT (chain_id, author_id, slot) DO NOTHING")
                        .bind(0, chain)
                        .bind(1, suspect.author)
                        .bind(2, suspect.slot)
                        .execute()
                > 0;
    }

    /** What is kept, by the id of the Aura key. */
    static Map<Integer, EquivocationCount> counts(Handle h, int chain, String condition) {
        Map<Integer, EquivocationCount> found = new HashMap<>();
        h.createQuery("SELECT author_id, count(*), max(slot) FROM equivocation WHERE chain_id = ?" + condition
                        + " GROUP BY author_id")
                .bind(0, chain)
                .map((rs, ctx) -> found.put(rs.getInt(1), new EquivocationCount(rs.getLong(2), rs.getLong(3))))
                .list();
        return found;
    }

    /** What is kept of some keys, newest first, with the blocks. */
    static List<Equivocation> newest(Handle h, int chain, String condition, long limit) {
        return h.createQuery(
                        "SELECT author_id, slot, k.aura_key FROM equivocation e JOIN aura_key k ON k.id = e.author_id"
                                + " WHERE e.chain_id = ?" + condition + " ORDER BY slot DESC, author_id LIMIT ?")
                .bind(0, chain)
                .bind(1, limit)
                .map((rs, ctx) -> new Equivocation(
                        AuraKey.of(rs.getBytes(3)), rs.getLong(2), blocks(h, chain, rs.getInt(1), rs.getLong(2))))
                .list();
    }

    /** All different blocks of an author in a slot. */
    private static List<BlockHash> blocks(Handle h, int chain, int author, long slot) {
        Set<BlockHash> found = new LinkedHashSet<>();
        List<Lost> lost = h.createQuery("SELECT hash, number FROM orphan_block INDEXED BY orphan_block_slot"
                        + " WHERE chain_id = ? AND slot = ? AND author_id = ? ORDER BY number, hash")
                .bind(0, chain)
                .bind(1, slot)
                .bind(2, author)
                .map((rs, ctx) -> new Lost(BlockHash.of(rs.getBytes(1)), rs.getLong(2)))
                .list();
        // Nothing finds a canonical block by its slot, but slots ascend with heights: its height is near that of its
        // sibling.
        lost.stream()
                .findFirst()
                .flatMap(one -> List.of(
                                "number >= ? AND slot >= ? ORDER BY number",
                                "number < ? AND slot <= ? ORDER BY number DESC")
                        .stream()
                        .map(near -> canonical(h, chain, near, one.number, author, slot))
                        .filter(Objects::nonNull)
                        .findFirst())
                .ifPresent(found::add);
        lost.forEach(one -> found.add(one.hash));
        return List.copyOf(found);
    }

    private record Lost(BlockHash hash, long number) {}

    private static BlockHash canonical(Handle h, int chain, String near, long number, int author, long slot) {
        return h.createQuery("SELECT hash, author_id, slot FROM block WHERE chain_id = ? AND " + near + " LIMIT 1")
                .bind(0, chain)
                .bind(1, number)
                .bind(2, slot)
                .map((rs, ctx) -> rs.getLong(3) == slot && rs.getInt(2) == author ? BlockHash.of(rs.getBytes(1)) : null)
                .findFirst()
                .orElse(null);
    }
}
