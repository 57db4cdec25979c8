package io.mvm.store;

import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.SidechainKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Which validator stands behind an Aura key, with its registration and its seats. Belongs to the {@link ChainWriter} it came
 * from, and to the same thread.
 */
public final class IdentityTable {
    private final int chain;
    private final KeyIds ids;
    private final ChainWriter writer;

    IdentityTable(int chain, KeyIds ids, ChainWriter writer) {
        this.chain = chain;
        this.ids = ids;
        this.writer = writer;
    }

    /** Aura keys whose validator is known. */
    public Map<AuraKey, SidechainKey> identities() {
        return writer.reading(h -> {
            Map<AuraKey, SidechainKey> found = new HashMap<>();
            h.createQuery("SELECT k.aura_key, v.sidechain_key FROM aura_key k JOIN validator v ON v.id = k.validator_id"
                            + " WHERE k.chain_id = ?")
                    .bind(0, chain)
                    .map((rs, ctx) -> found.put(AuraKey.of(rs.getBytes(1)), SidechainKey.of(rs.getBytes(2))))
                    .list();
            return found;
        });
    }

    /** Every validator with its registration as last seen. */
    public List<Identity> validators() {
        return writer.reading(h -> h.createQuery(
                        "SELECT sidechain_key, registration, stake_lovelace FROM validator WHERE chain_id = ?")
                .bind(0, chain)
                .map((rs, ctx) ->
                        new Identity(SidechainKey.of(rs.getBytes(1)), rs.getString(2), BlockSql.nullableLong(rs, 3)))
                .list());
    }

    /** Joins Aura keys to validators; later sightings replace earlier ones. */
    public void save(Map<AuraKey, SidechainKey> sightings) {
        writer.inTransaction("write to", h -> {
            sightings.forEach((aura, key) -> h.createUpdate("UPDATE aura_key SET validator_id = ? WHERE id = ?")
                    .bind(0, validatorId(h, key))
                    .bind(1, ids.id(h, aura))
                    .execute());
            return null;
        });
    }

    /** Replaces what is known of these validators' registration. */
    public void saveRegistrations(List<Identity> registrations, long mainchainEpoch) {
        writer.inTransaction("write to", h -> {
            for (Identity identity : registrations) {
                h.createUpdate(
                                "UPDATE validator SET registration = ?, stake_lovelace = ?, seen_mc_epoch = ? WHERE id = ?")
                        .bind(0, identity.registration())
                        .bind(1, identity.stakeLovelace())
                        .bind(2, mainchainEpoch)
                        .bind(3, validatorId(h, identity.key()))
                        .execute();
            }
            return null;
        });
    }

    /** Keeps which validator held which seat of a set. */
    public void saveCommittee(AuthoritySet set, long epoch, List<SidechainKey> members, List<Boolean> permissioned) {
        writer.inTransaction("write to", h -> {
            Map<SidechainKey, Integer> known = new HashMap<>();
            int[] numbers = new int[members.size()];
            for (int i = 0; i < numbers.length; i++) {
                int id = known.computeIfAbsent(members.get(i), key -> validatorId(h, key));
                numbers[i] = id * 2 + (permissioned.get(i) ? 1 : 0);
            }
            h.createUpdate("INSERT INTO committee (chain_id, set_id, epoch, members) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (chain_id, set_id) DO NOTHING")
                    .bind(0, chain)
                    .bind(1, ids.id(h, set))
                    .bind(2, epoch)
                    .bind(3, Leb128.encode(numbers))
                    .execute();
            return null;
        });
    }

    /** What changed in validators' standing. */
    public StatusTable statuses() {
        return new StatusTable(chain, this, writer);
    }

    /** The row's id, made if there is none. */
    int validatorId(Handle h, SidechainKey key) {
        return h.createQuery(
                        "INSERT INTO validator (chain_id, sidechain_key) VALUES (?, ?) ON CONFLICT"
                                + " (chain_id, sidechain_key) DO UPDATE SET sidechain_key = excluded.sidechain_key RETURNING id")
                .bind(0, chain)
                .bind(1, key.toBytes())
                .mapTo(Integer.class)
                .one();
    }
}
