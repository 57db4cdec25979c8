package io.mvm.validator;

import io.mvm.chain.AuthoritySet;
import io.mvm.chain.SidechainKey;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the chain says of who may produce blocks, now and soon. What is not known is null.
 *
 * @param now candidates of the mainchain epoch in progress
 * @param ahead candidates of later mainchain epochs, as far as the node tells them, ascending
 * @param set the authorities in force
 * @param committee the committee whose seats are those of {@code set}
 * @param seats the D-parameter in effect
 */
public record Selection(
        Candidates now, List<Candidates> ahead, AuthoritySet set, Committee committee, DParameter seats) {
    /** Nothing known yet. */
    public static final Selection UNKNOWN = new Selection(null, List.of(), null, null, null);

    public Selection {
        ahead = List.copyOf(ahead);
    }

    /** Entries of a key in the epoch in progress, the valid ones first; empty also while candidates are unknown. */
    public List<Candidate> entries(SidechainKey key) {
        return now == null ? List.of() : entries(now, key);
    }

    static List<Candidate> entries(Candidates candidates, SidechainKey key) {
        return candidates.entries().stream()
                .filter(entry -> entry.key().equals(key))
                .sorted(Comparator.comparing(entry -> !entry.valid()))
                .toList();
    }

    /** Its entry that counts: the first valid one, else the first. */
    Optional<Candidate> entry(SidechainKey key) {
        return entries(key).stream().findFirst();
    }

    /** Seats of a key in the committee in force; null while that is unknown. */
    public Integer seats(SidechainKey key) {
        return committee == null
                ? null
                : (int) committee.members().stream()
                        .filter(member -> member.key().equals(key))
                        .count();
    }

    /** Keys of a type at the seats of a validator in the committee in force; empty if it has none, or that is unknown. */
    Set<String> seatKeys(SidechainKey key, KeyType type) {
        Set<String> keys = new LinkedHashSet<>();
        if (committee != null && (type == KeyType.AURA || type == KeyType.GRANDPA)) {
            committee.members().stream()
                    .filter(member -> member.key().equals(key))
                    .map(member -> type == KeyType.AURA ? member.aura().hex() : member.grandpa())
                    .forEach(keys::add);
        }
        return keys;
    }

    static Optional<String> keyOf(Candidate entry, KeyType type) {
        return switch (type) {
            case AURA -> entry.aura().map(aura -> aura.hex());
            case GRANDPA -> entry.grandpa();
            case BABE -> entry.babe();
            case CROSS_CHAIN -> Optional.of(entry.key().hex());
        };
    }

    /** Whether one of these keys is in the authority set in force; null while that is unknown. */
    Boolean inForce(KeyType type, Set<String> keys) {
        if (type == KeyType.AURA && set != null) {
            return set.seats().stream().anyMatch(seat -> keys.contains(seat.hex()));
        }
        if (type == KeyType.GRANDPA && committee != null) {
            return committee.members().stream().anyMatch(member -> keys.contains(member.grandpa()));
        }
        return null;
    }

    /**
     * The keys by which the chain knows a validator, by type: of its seat, else of its candidate entry. A type that is absent is
     * unknown to the chain, or the chain unknown to us.
     */
    public Map<KeyType, String> known(SidechainKey key) {
        Map<KeyType, String> known = new LinkedHashMap<>();
        for (KeyType type : KeyType.values()) {
            String seat = seatKeys(key, type).stream().findFirst().orElse(null);
            String found = seat != null
                    ? seat
                    : entry(key).flatMap(entry -> keyOf(entry, type)).orElse(null);
            if (found == null && type == KeyType.CROSS_CHAIN) {
                found = key.hex();
            }
            if (found != null) {
                known.put(type, found);
            }
        }
        return known;
    }

    /** The first D-parameter that is known and gives seats: no chain runs without, so that (0,0) is no answer. Else null. */
    public static DParameter effective(DParameter... told) {
        for (DParameter one : told) {
            if (one != null && one.permissionedSeats() + one.registeredSeats() > 0) {
                return one;
            }
        }
        return null;
    }
}
