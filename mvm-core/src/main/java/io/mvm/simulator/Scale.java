package io.mvm.simulator;

import io.mvm.chain.AuraKey;
import io.mvm.chain.scale.ScaleWriter;

/** SCALE bytes of a network's sets and committees. Immutable. */
final class Scale {
    private static final int MEMBER_LENGTH = 130;
    private static final int VOTER_LENGTH = 40;

    private final Roster roster;

    Scale(Roster roster) {
        this.roster = roster;
    }

    /** {@code Vec<AuthorityId>}. */
    byte[] authorities(Seats set) {
        ScaleWriter writer = new ScaleWriter(4 + AuraKey.LENGTH * set.size()).compact(set.size());
        for (int seat = 0; seat < set.size(); seat++) {
            writer.bytes(roster.at(set.holder(seat)).auraKey().toBytes());
        }
        return writer.toBytes();
    }

    /** {@code Vec<(VoterId, u64)>}, weight 1 for each seat. */
    byte[] grandpaAuthorities(Seats set) {
        ScaleWriter writer = new ScaleWriter(4 + VOTER_LENGTH * set.size()).compact(set.size());
        for (int seat = 0; seat < set.size(); seat++) {
            writer.bytes(roster.at(set.holder(seat)).grandpaKey()).u64(1);
        }
        return writer.toBytes();
    }

    /** {@code Vec<CommitteeMember>}: a registered member ends with its pool's key, the others do not. */
    byte[] members(Seats committee) {
        ScaleWriter writer = new ScaleWriter(4 + MEMBER_LENGTH * committee.size()).compact(committee.size());
        for (int seat = 0; seat < committee.size(); seat++) {
            SimulatedValidator member = roster.at(committee.holder(seat));
            boolean registered = member.kind().hasPool();
            writer.u8(registered ? 1 : 0)
                    .bytes(member.sidechainKey().toBytes())
                    .bytes(member.auraKey().toBytes())
                    .bytes(member.grandpaKey());
            if (registered) {
                writer.bytes(member.poolKey());
            }
        }
        return writer.toBytes();
    }

    /** {@code (u64, Vec<CommitteeMember>)}. */
    byte[] committee(long epoch, Seats committee) {
        byte[] members = members(committee);
        return new ScaleWriter(8 + members.length).u64(epoch).bytes(members).toBytes();
    }
}
