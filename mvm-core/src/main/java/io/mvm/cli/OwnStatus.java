package io.mvm.cli;

import io.mvm.chain.SidechainKey;
import io.mvm.duty.DutyPlan;
import io.mvm.validator.Finding;
import io.mvm.validator.KeyFact;
import io.mvm.validator.OwnStanding;
import java.util.List;
import java.util.Set;

/**
 * One validator of ours as {@code mvm status} tells it, put together from node, keys and database. Null is unknown.
 *
 * @param key its sidechain key
 * @param label its name; null if it has none
 * @param registration {@code permissioned}, {@code registered}, {@code invalid}, {@code pending} or {@code none}
 * @param seats seats in the committee in force
 * @param committeeSize seats of that committee
 * @param nextSeats seats in the next committee; null also while it is not chosen
 * @param keys what is known of its keys, by type
 * @param plan its slots ahead
 * @param nextSlotMs start of the next one; null also if none is within what is known
 * @param stored what the database says of it
 * @param vote whether it votes
 * @param findings what is not as it should be with keys and registration
 */
record OwnStatus(
        SidechainKey key,
        String label,
        String registration,
        Integer seats,
        Integer committeeSize,
        Integer nextSeats,
        List<KeyFact> keys,
        DutyPlan plan,
        Long nextSlotMs,
        DatabaseReading.Own stored,
        VoteReading.Vote vote,
        List<Health.Finding> findings) {
    /**
     * Said where nothing on this machine shows the keys. A check of keys must tell; a check of everything need not, for where no
     * keystore is configured nobody asked for it.
     */
    private static final Set<String> NOT_ASKED_FOR = Set.of("keys_unseen");

    /**
     * Puts together what is known.
     *
     * @param standing null if the node could not be asked
     * @param duties null if nothing ahead is known
     * @param nextSlotMs start of the next slot owed; null if there is none, or none is known
     * @param several whether findings have to say whose they are
     */
    static OwnStatus of(
            SidechainKey key,
            String label,
            OwnStanding standing,
            Integer nextSeats,
            ScheduleReading.Own duties,
            Long nextSlotMs,
            Integer committeeSize,
            DatabaseReading.Own stored,
            VoteReading.Vote vote,
            boolean several) {
        String registration = standing == null ? null : standing.registration().status();
        if (registration == null && stored != null) {
            registration = stored.totals().validator().registration();
        }
        Integer seats = standing == null ? null : standing.seats();
        if (seats == null && duties != null) {
            seats = duties.seats();
        }
        String whose = several ? name(label, key) + ": " : "";
        return new OwnStatus(
                key,
                label,
                registration,
                seats,
                committeeSize,
                nextSeats != null || duties == null ? nextSeats : duties.nextSeats(),
                standing == null ? List.of() : standing.keys(),
                duties == null ? null : duties.plan(),
                nextSlotMs,
                stored,
                vote,
                standing == null
                        ? List.of()
                        : standing.findings().stream()
                                .map(finding -> new Health.Finding(
                                        level(finding),
                                        whose + finding.text(),
                                        finding.subject().equals(Finding.KEYS) ? "keys" : "registration"))
                                .toList());
    }

    private static Health.Level level(Finding finding) {
        return NOT_ASKED_FOR.contains(finding.code())
                ? Health.Level.INFORMATION
                : Health.Level.valueOf(finding.level().name());
    }

    /** What it is called: its name or, without one, a short form of its key. */
    String name() {
        return name(label, key);
    }

    private static String name(String label, SidechainKey key) {
        return label == null ? Text.shortHex(key.hex()) : label;
    }

    /** Wrong if anything says so, right if something says so and nothing objects, null if nothing is known. */
    static Boolean right(KeyFact key) {
        if (Boolean.FALSE.equals(key.inKeystore()) || Boolean.FALSE.equals(key.loadedInNode())) {
            return false;
        }
        boolean seen = Boolean.TRUE.equals(key.inKeystore()) || Boolean.TRUE.equals(key.loadedInNode());
        return seen ? true : null;
    }
}
