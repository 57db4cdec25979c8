package io.mvm.chain.consensus;

import io.mvm.chain.AuthoritySet;
import io.mvm.chain.DigestItem;
import io.mvm.chain.Header;
import io.mvm.chain.scale.ScaleException;
import io.mvm.chain.scale.ScaleReader;
import java.util.Optional;

/**
 * Authority round: slot {@code s} belongs to seat {@code s mod n} of the authorities in the state after the parent.
 * A header may carry a BABE item as a passenger beside Aura's; the Aura item decides.
 */
public final class AuraEngine implements ConsensusEngine {
    /** Engine id in digests, and this engine's name. */
    public static final String ID = "aura";

    private static final int AUTHORITIES_CHANGE = 1;

    @Override
    public String name() {
        return ID;
    }

    @Override
    public boolean authored(Header header) {
        if (header.digest().count(DigestItem.PRE_RUNTIME, ID) != 1) {
            return false;
        }
        // A seal of another engine contradicts the item; a missing seal is how some development nodes answer.
        return header.digest().items().stream()
                .filter(item -> item.kind() == DigestItem.SEAL)
                .allMatch(item -> item.engine().equals(ID));
    }

    @Override
    public long slot(Header header) {
        DigestItem item = header.digest()
                .first(DigestItem.PRE_RUNTIME, ID)
                .orElseThrow(() -> new ScaleException("header " + header.number() + " has no aura pre-runtime item"));
        ScaleReader reader = item.payload();
        long slot = reader.u64();
        reader.end("aura slot of header " + header.number());
        return slot;
    }

    @Override
    public Seat author(AuthoritySet governing, Header header) {
        return owner(governing, slot(header));
    }

    @Override
    public Seat owner(AuthoritySet governing, long slot) {
        int index = governing.seatOf(slot);
        return new Seat(index, governing.seat(index));
    }

    /**
     * The new authorities a block announces for its children; empty if it changes nothing. Blocks of other engines may
     * carry it too.
     *
     * @throws ScaleException if the announcement is malformed
     */
    public static Optional<AuthoritySet> announced(Header header) {
        for (int i = header.digest().items().size() - 1; i >= 0; i--) {
            DigestItem item = header.digest().items().get(i);
            if (item.kind() == DigestItem.CONSENSUS && item.engine().equals(ID)) {
                ScaleReader reader = item.payload();
                if (reader.u8() == AUTHORITIES_CHANGE) {
                    return Optional.of(AuthoritySet.read(reader));
                }
            }
        }
        return Optional.empty();
    }
}
