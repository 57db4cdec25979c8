package io.mvm.chain;

import io.mvm.chain.scale.ScaleException;
import io.mvm.chain.scale.ScaleReader;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The ordered seats of an Aura committee. A key may hold several seats; slot {@code s} belongs to seat {@code s mod size}.
 * Two sets are equal when they hold the same keys in the same order.
 */
public final class AuthoritySet {
    private final List<AuraKey> seats;
    private final int hash;

    private AuthoritySet(List<AuraKey> seats) {
        if (seats.isEmpty()) {
            throw new IllegalArgumentException("an authority set is empty, expected at least one seat");
        }
        this.seats = seats;
        this.hash = seats.hashCode();
    }

    /** The seats in slot order. */
    public static AuthoritySet of(List<AuraKey> seats) {
        return new AuthoritySet(List.copyOf(seats));
    }

    /**
     * Reads {@code Vec<AuthorityId>}: the answer of {@code AuraApi_authorities}, and the payload of an authorities change.
     *
     * @throws ScaleException if the bytes end early, go on too long, or hold no key
     */
    public static AuthoritySet read(ScaleReader reader) {
        int count = reader.compactInt();
        if (count == 0) {
            throw new ScaleException("the authority list is empty, expected at least one seat");
        }
        if ((long) count * AuraKey.LENGTH != reader.remaining()) {
            throw new ScaleException("the authority list says " + count + " keys of " + AuraKey.LENGTH + " bytes but "
                    + reader.remaining() + " bytes follow");
        }
        AuraKey[] keys = new AuraKey[count];
        for (int i = 0; i < count; i++) {
            keys[i] = AuraKey.of(reader.bytes(AuraKey.LENGTH));
        }
        return new AuthoritySet(List.of(keys));
    }

    /** Number of seats, which may exceed the number of members. */
    public int size() {
        return seats.size();
    }

    /** The seats in slot order. */
    public List<AuraKey> seats() {
        return seats;
    }

    /** Key of one seat, 0 to {@link #size()} - 1. */
    public AuraKey seat(int index) {
        return seats.get(index);
    }

    /** Which seat owns a slot; the slot is taken as unsigned 64 bits. */
    public int seatOf(long slot) {
        return (int) Long.remainderUnsigned(slot, seats.size());
    }

    /** The distinct keys. */
    public Set<AuraKey> members() {
        return new HashSet<>(seats);
    }

    /** The seats that one key holds, ascending; empty if it holds none. */
    public int[] seatsOf(AuraKey key) {
        int[] found = new int[seats.size()];
        int count = 0;
        for (int i = 0; i < seats.size(); i++) {
            if (seats.get(i).equals(key)) {
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof AuthoritySet that && hash == that.hash && seats.equals(that.seats);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return seats.size() + " seats from " + seats.get(0);
    }
}
