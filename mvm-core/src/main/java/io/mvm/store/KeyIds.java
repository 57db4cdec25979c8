package io.mvm.store;

import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.scale.Blake2b;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The small ids by which rows name Aura keys and authority sets. Ids are looked up or made inside the caller's transaction;
 * after a roll-back {@link #forget()} must be called, as an id may never have come to be.
 */
final class KeyIds {
    /** A set of 1,200 seats takes some 90 KB; a few are in use at any time, the rest is read again when needed. */
    private static final int SETS_KEPT = 32;
    /** Half a blake2b-256: collisions are out of reach, and it is stored once for each set. */
    private static final int CONTENT_BYTES = 16;

    private final int chain;
    private final Map<AuraKey, Integer> idOfKey = new HashMap<>();
    private final Map<Integer, AuraKey> keyOfId = new HashMap<>();
    private final Map<AuthoritySet, Integer> idOfSet = kept();
    private final Map<Integer, AuthoritySet> setOfId = kept();

    KeyIds(int chain) {
        this.chain = chain;
    }

    void load(Handle handle) {
        handle.createQuery("SELECT id, aura_key FROM aura_key WHERE chain_id = ?")
                .bind(0, chain)
                .map((rs, ctx) -> {
                    remember(rs.getInt(1), AuraKey.of(rs.getBytes(2)));
                    return 0;
                })
                .list();
    }

    void forget() {
        idOfKey.clear();
        keyOfId.clear();
        idOfSet.clear();
        setOfId.clear();
    }

    int id(Handle handle, AuraKey key) {
        Integer known = idOfKey.get(key);
        if (known != null) {
            return known;
        }
        int id = handle.createQuery("INSERT INTO aura_key (chain_id, aura_key) VALUES (?, ?)"
                        + " ON CONFLICT (chain_id, aura_key) DO UPDATE SET aura_key = excluded.aura_key RETURNING id")
                .bind(0, chain)
                .bind(1, key.toBytes())
                .mapTo(Integer.class)
                .one();
        remember(id, key);
        return id;
    }

    AuraKey key(Handle handle, int id) {
        AuraKey known = keyOfId.get(id);
        if (known == null) {
            load(handle);
            known = keyOfId.get(id);
        }
        if (known == null) {
            throw new StoreException(
                    StoreException.Kind.CORRUPT,
                    "a row names aura key " + id + ", which is not in the database; run 'mvm query verify'");
        }
        return known;
    }

    int id(Handle handle, AuthoritySet set) {
        Integer known = idOfSet.get(set);
        if (known != null) {
            return known;
        }
        byte[] content = content(set);
        int id = handle.createQuery("SELECT id FROM authority_set WHERE chain_id = ? AND content = ?")
                .bind(0, chain)
                .bind(1, content)
                .mapTo(Integer.class)
                .findOne()
                .orElseGet(() -> insert(handle, set, content));
        idOfSet.put(set, id);
        setOfId.put(id, set);
        return id;
    }

    AuthoritySet set(Handle handle, int id) {
        AuthoritySet known = setOfId.get(id);
        if (known != null) {
            return known;
        }
        AuthoritySet set = handle.createQuery("SELECT size, seats FROM authority_set WHERE id = ?")
                .bind(0, id)
                .map((rs, ctx) -> {
                    int[] ids = Leb128.decode(rs.getBytes(2), rs.getInt(1));
                    List<AuraKey> seats = new ArrayList<>(ids.length);
                    for (int seat : ids) {
                        seats.add(key(handle, seat));
                    }
                    return AuthoritySet.of(seats);
                })
                .findOne()
                .orElseThrow(() -> new StoreException(
                        StoreException.Kind.CORRUPT,
                        "a row names authority set " + id + ", which is not in the database; run 'mvm query verify'"));
        setOfId.put(id, set);
        idOfSet.put(set, id);
        return set;
    }

    private int insert(Handle handle, AuthoritySet set, byte[] content) {
        int[] seats = new int[set.size()];
        for (int i = 0; i < seats.length; i++) {
            seats[i] = id(handle, set.seat(i));
        }
        return handle.createQuery(
                        "INSERT INTO authority_set (chain_id, content, size, seats) VALUES (?, ?, ?, ?) RETURNING id")
                .bind(0, chain)
                .bind(1, content)
                .bind(2, set.size())
                .bind(3, Leb128.encode(seats))
                .mapTo(Integer.class)
                .one();
    }

    private void remember(int id, AuraKey key) {
        idOfKey.put(key, id);
        keyOfId.put(id, key);
    }

    private static byte[] content(AuthoritySet set) {
        byte[] all = new byte[set.size() * AuraKey.LENGTH];
        for (int i = 0; i < set.size(); i++) {
            set.seat(i).copyTo(all, i * AuraKey.LENGTH);
        }
        return Arrays.copyOf(Blake2b.hash256(all), CONTENT_BYTES);
    }

    private static <K, V> Map<K, V> kept() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > SETS_KEPT;
            }
        };
    }
}
