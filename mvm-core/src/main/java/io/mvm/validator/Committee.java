package io.mvm.validator;

import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.SidechainKey;
import io.mvm.chain.scale.ScaleException;
import io.mvm.chain.scale.ScaleReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An ordered committee for one sidechain epoch. Seat order equals the order of the Aura authorities once they refer to the
 * same rotation; compare the keys before joining the two.
 *
 * @param epoch the sidechain epoch it is for (0 in genesis, rewritten in block 1)
 * @param members one entry for each seat; a member with several seats appears several times
 */
public record Committee(long epoch, List<CommitteeMember> members) {
    private static final int POOL_KEY = 32;
    private static final int GRANDPA_KEY = 32;
    /** Bytes of the session keys per seat, by runtime: aura+grandpa, +babe, +beefy, +both. */
    private static final int[] KEY_BLOCKS = {64, 96, 97, 129};

    public Committee {
        members = List.copyOf(members);
    }

    /**
     * Decodes the answer of {@code SessionValidatorManagementApi_get_current_committee}. Variants of different length mix
     * in one list, and the length of the session keys depends on the runtime: the only length that consumes the answer
     * exactly is taken.
     *
     * @throws ScaleException if no known layout fits
     */
    public static Committee decode(byte[] answer) {
        ScaleReader reader = new ScaleReader(answer);
        return decode(answer, reader.position());
    }

    /**
     * Decodes the answer of {@code SessionValidatorManagementApi_get_next_committee}; empty if it is not chosen yet.
     *
     * @throws ScaleException if no known layout fits
     */
    public static Optional<Committee> decodeOptional(byte[] answer) {
        ScaleReader reader = new ScaleReader(answer);
        int tag = reader.u8();
        if (tag == 0) {
            reader.end("an absent next committee");
            return Optional.empty();
        }
        if (tag != 1) {
            throw new ScaleException("an optional committee starts with byte " + tag + ", expected 0 or 1");
        }
        return Optional.of(decode(answer, reader.position()));
    }

    /** Whether seat by seat this committee holds the keys of that set. */
    public boolean matches(AuthoritySet set) {
        if (set.size() != members.size()) {
            return false;
        }
        for (int i = 0; i < members.size(); i++) {
            if (!members.get(i).aura().equals(set.seat(i))) {
                return false;
            }
        }
        return true;
    }

    /** The Aura authorities that it makes; empty if it has no seats. */
    public Optional<AuthoritySet> authorities() {
        return members.isEmpty()
                ? Optional.empty()
                : Optional.of(AuthoritySet.of(
                        members.stream().map(CommitteeMember::aura).toList()));
    }

    private static Committee decode(byte[] answer, int start) {
        ScaleException last = null;
        for (int keyBlock : KEY_BLOCKS) {
            try {
                return decode(new ScaleReader(answer, start, answer.length), keyBlock);
            } catch (ScaleException e) {
                last = e;
            }
        }
        throw new ScaleException("a committee of " + (answer.length - start)
                + " bytes fits none of the known member layouts; the last" + " one tried: " + last.getMessage());
    }

    private static Committee decode(ScaleReader reader, int keyBlock) {
        long epoch = reader.u64();
        int seats = reader.compactInt();
        if ((long) seats * (1 + SidechainKey.LENGTH + keyBlock) > reader.remaining()) {
            throw new ScaleException(seats + " members with " + keyBlock + " bytes of keys need more than the "
                    + reader.remaining() + " bytes left");
        }
        List<CommitteeMember> members = new ArrayList<>(seats);
        for (int i = 0; i < seats; i++) {
            int variant = reader.u8();
            if (variant > 1) {
                throw new ScaleException("member " + i + " has variant " + variant + ", expected 0 or 1");
            }
            SidechainKey key = SidechainKey.of(reader.bytes(SidechainKey.LENGTH));
            AuraKey aura = AuraKey.of(reader.bytes(AuraKey.LENGTH));
            byte[] grandpa = reader.bytes(GRANDPA_KEY);
            reader.skip(keyBlock - AuraKey.LENGTH - GRANDPA_KEY);
            members.add(CommitteeMember.of(key, aura, grandpa, variant == 1 ? reader.bytes(POOL_KEY) : new byte[0]));
        }
        reader.end("committee of " + seats + " seats");
        return new Committee(epoch, members);
    }
}
