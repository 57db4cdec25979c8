package io.mvm.store;

import io.mvm.chain.AuraKey;
import io.mvm.chain.SidechainKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** All validators of a chain at one moment, found by key or by the beginning of a key. Immutable. */
public final class ValidatorDirectory {
    /** Shorter beginnings match by chance. */
    static final int SHORTEST_PREFIX = 6;

    private static final int SUGGESTIONS = 3;

    private final String chain;
    private final List<KnownValidator> all;

    ValidatorDirectory(String chain, List<KnownValidator> all) {
        this.chain = chain;
        this.all = List.copyOf(all);
    }

    /** As the database has them. */
    static ValidatorDirectory read(Handle handle, ChainInfo chain) {
        Map<Integer, KnownValidator> byId = new LinkedHashMap<>();
        handle.createQuery("SELECT id, sidechain_key, registration, stake_lovelace FROM validator WHERE chain_id = ?")
                .bind(0, chain.id())
                .map((rs, ctx) -> byId.put(
                        rs.getInt(1),
                        new KnownValidator(
                                SidechainKey.of(rs.getBytes(2)),
                                List.of(),
                                List.of(),
                                rs.getString(3),
                                BlockSql.nullableLong(rs, 4))))
                .list();
        List<KnownValidator> alone = new ArrayList<>();
        handle.createQuery("SELECT id, aura_key, validator_id FROM aura_key WHERE chain_id = ? ORDER BY id")
                .bind(0, chain.id())
                .map((rs, ctx) -> {
                    int id = rs.getInt(1);
                    AuraKey key = AuraKey.of(rs.getBytes(2));
                    Integer holder = BlockSql.nullableInt(rs, 3);
                    if (holder == null || !byId.containsKey(holder)) {
                        alone.add(new KnownValidator(null, List.of(key), List.of(id), null, null));
                    } else {
                        byId.compute(holder, (ignored, known) -> with(known, key, id));
                    }
                    return id;
                })
                .list();
        List<KnownValidator> all = new ArrayList<>(byId.values());
        all.addAll(alone);
        return new ValidatorDirectory(chain.name(), all);
    }

    private static KnownValidator with(KnownValidator known, AuraKey key, int id) {
        List<AuraKey> keys = new ArrayList<>(known.auraKeys());
        List<Integer> ids = new ArrayList<>(known.auraKeyIds());
        keys.add(key);
        ids.add(id);
        return new KnownValidator(known.key(), keys, ids, known.registration(), known.stakeLovelace());
    }

    /** Everyone, in no order. */
    public List<KnownValidator> all() {
        return all;
    }

    /**
     * Finds one validator by its sidechain key, one of its Aura keys (with or without {@code aura:}), or at least six hex
     * digits of the beginning of either.
     *
     * @throws UnknownValidatorException if the text is no key, or names none or several
     */
    public KnownValidator find(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        boolean auraOnly = wanted.startsWith(KnownValidator.AURA_PREFIX);
        if (auraOnly) {
            wanted = wanted.substring(KnownValidator.AURA_PREFIX.length());
        }
        String digits = wanted.startsWith("0x") ? wanted.substring(2) : wanted;
        check(text, digits);
        List<KnownValidator> found = all.stream()
                .filter(validator -> names(validator, auraOnly).anyMatch(name -> name.startsWith(digits)))
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty()) {
            throw new UnknownValidatorException("no validator of chain '" + chain + "' has a key that begins with 0x"
                    + digits + nearest(digits, auraOnly));
        }
        throw new UnknownValidatorException(found.size() + " validators of chain '" + chain
                + "' have a key that begins with 0x" + digits + ": " + list(found)
                + "; give more digits");
    }

    private static void check(String text, String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (Character.digit(digits.charAt(i), 16) < 0) {
                throw new UnknownValidatorException("not a key: '" + text + "' has '" + digits.charAt(i)
                        + "' where a hex digit was expected; give a sidechain key (0x and "
                        + SidechainKey.LENGTH * 2 + " digits), an Aura key (0x and " + AuraKey.LENGTH * 2
                        + " digits), or the beginning of one");
            }
        }
        if (digits.length() < SHORTEST_PREFIX) {
            throw new UnknownValidatorException("'" + text + "' has " + digits.length()
                    + " hex digits, expected at least " + SHORTEST_PREFIX + " of the beginning of a key");
        }
        if (digits.length() > SidechainKey.LENGTH * 2) {
            throw new UnknownValidatorException("'" + text + "' has " + digits.length()
                    + " hex digits, a sidechain key has " + SidechainKey.LENGTH * 2 + " and an Aura key "
                    + AuraKey.LENGTH * 2);
        }
    }

    private String nearest(String digits, boolean auraOnly) {
        if (all.isEmpty()) {
            return "; no validator is known yet";
        }
        List<KnownValidator> near = all.stream()
                .sorted(Comparator.comparingInt((KnownValidator v) -> -names(v, auraOnly)
                                .mapToInt(name -> common(name, digits))
                                .max()
                                .orElse(0))
                        .thenComparing(KnownValidator::displayKey))
                .limit(SUGGESTIONS)
                .toList();
        return "; the nearest " + (near.size() == 1 ? "is " : "are ") + list(near);
    }

    private static String list(List<KnownValidator> some) {
        List<String> keys = new ArrayList<>();
        some.stream().limit(SUGGESTIONS).forEach(validator -> keys.add(validator.displayKey()));
        return String.join(", ", keys) + (some.size() > SUGGESTIONS ? " and others" : "");
    }

    /** Keys as bare hex digits. */
    private static Stream<String> names(KnownValidator validator, boolean auraOnly) {
        Stream<String> aura = validator.auraKeys().stream().map(AuraKey::hex);
        Stream<String> names = auraOnly || validator.key() == null
                ? aura
                : Stream.concat(Stream.of(validator.key().hex()), aura);
        return names.map(name -> name.substring(2));
    }

    private static int common(String a, String b) {
        int length = 0;
        while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
            length++;
        }
        return length;
    }
}
