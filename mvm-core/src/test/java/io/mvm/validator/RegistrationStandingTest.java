package io.mvm.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.chain.SidechainKey;
import io.mvm.validator.Candidate.Kind;
import io.mvm.validator.Finding.Level;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Registration and seats of a validator of ours in every situation: what is found, at which level. */
class RegistrationStandingTest extends StandingScene {
    @Test
    void saysThatItIsNotAmongTheCandidates() {
        ahead.put(101, List.of());
        assertThat(codes(Level.DEGRADED)).containsExactly("registration_none");
        assertThat(standing().registration().status()).isEqualTo("none");
        assertThat(standing().findings().get(0).text())
                .isEqualTo("not among the candidates of Cardano epoch 100, nor of 101: it cannot be chosen into a"
                        + " committee");
        seats.add(seat(US, AURA, GRANDPA));
        assertThat(standing().findings().get(0).text()).contains("it still holds 1 seat, and cannot be chosen again");
    }

    @Test
    void saysFromWhenOnItIsRegistered() {
        ahead.put(101, List.of());
        ahead.put(102, List.of(entry(US, Kind.REGISTERED, AURA, GRANDPA, 5, "")));
        assertThat(standing().registration().status()).isEqualTo("pending");
        assertThat(codes(Level.INFORMATION)).containsExactly("registration_pending");
        assertThat(standing().note()).contains("from Cardano epoch 102 on");
        assertThat(standing().registration().pending()).hasSize(1);
    }

    @Test
    void givesTheReasonsOfAnInvalidRegistrationInWords() {
        now.add(entry(US, Kind.REGISTERED, AURA, GRANDPA, 5, "{\"InvalidRegistrationData\":\"InvalidTxInput\"}"));
        assertThat(codes(Level.CRITICAL)).containsExactly("registration_invalid");
        assertThat(standing().findings().get(0).text())
                .isEqualTo("registered, but invalid: the UTXO it was signed for is not the one the registration spent"
                        + " (InvalidTxInput)");
        assertThat(standing().registration().status()).isEqualTo("invalid");
    }

    @Test
    void waitsForStakeThatIsNotKnownYet() {
        now.add(entry(US, Kind.REGISTERED, AURA, GRANDPA, 5, "{\"StakeError\":\"UnknownStake\"}"));
        assertThat(codes(Level.CRITICAL)).isEmpty();
        assertThat(codes(Level.DEGRADED)).containsExactly("registration_waits");
        now.set(1, entry(US, Kind.REGISTERED, AURA, GRANDPA, 0, "{\"StakeError\":\"InvalidStake\"}"));
        assertThat(codes(Level.CRITICAL)).containsExactly("registration_invalid");
    }

    @Test
    void noticesAPermissionedButInvalidEntry() {
        now.add(entry(US, Kind.PERMISSIONED, AURA, GRANDPA, 0, "\"InvalidAccountKeys\""));
        assertThat(codes(Level.CRITICAL)).containsExactly("registration_invalid");
        assertThat(standing().findings().get(0).text()).startsWith("on the permissioned list, but invalid");
    }

    @Test
    void countsTheValidOneOfTwoEntries() {
        now.add(entry(US, Kind.REGISTERED, NEW_AURA, GRANDPA, 5, "{\"StakeError\":\"InvalidStake\"}"));
        now.add(entry(US, Kind.PERMISSIONED, AURA, GRANDPA, 0, ""));
        assertThat(standing().registration().status()).isEqualTo("permissioned");
        assertThat(standing().registration().entries()).hasSize(2);
        assertThat(standing().findings()).noneMatch(Finding::wrong);
        assertThat(codes(Level.INFORMATION)).containsExactly("entry_invalid_beside");
        now.add(entry(US, Kind.REGISTERED, AURA, GRANDPA, 5, ""));
        assertThat(codes(Level.INFORMATION)).containsExactly("entries_several", "entry_invalid_beside");
    }

    @Test
    void saysThatTheDParameterGivesRegisteredCandidatesNoSeats() {
        registered(AURA, GRANDPA);
        parameter = new DParameter(8, 0);
        assertThat(codes(Level.INFORMATION)).containsExactly("no_seats");
        assertThat(standing().note()).isEqualTo("valid, but the D-parameter gives registered candidates no seats");
        assertThat(standing().registration().expectedSeats()).isZero();
        assertThat(standing().findings()).noneMatch(Finding::wrong);
    }

    @Test
    void givesTheSeatsOfAnEmptyGroupToTheOther() {
        registered(AURA, GRANDPA);
        now.set(0, entry(OTHER, Kind.PERMISSIONED, key(0xc0), key(0xc1), 0, "\"InvalidAccountKeys\""));
        parameter = new DParameter(8, 0);
        assertThat(standing().findings()).isEmpty();
        assertThat(standing().registration().expectedSeats()).isEqualTo(8);
    }

    @Test
    void worksOutShareAndExpectedSeats() {
        registered(AURA, GRANDPA);
        now.add(entry(sidechain(3), Kind.REGISTERED, key(3), key(4), 15, ""));
        now.add(entry(sidechain(4), Kind.REGISTERED, key(5), key(6), 1_000, "{\"StakeError\":\"UnknownStake\"}"));
        assertThat(standing().registration().stakeShare()).isEqualTo(0.25);
        assertThat(standing().registration().expectedSeats()).isEqualTo(1.0);
        parameter = null;
        assertThat(standing().registration().expectedSeats()).isNull();
    }

    @Test
    void warnsOfARegistrationThatEnds() {
        registered(AURA, GRANDPA);
        ahead.put(101, List.of(entry(US, Kind.REGISTERED, AURA, GRANDPA, 5, "")));
        ahead.put(102, List.of());
        assertThat(codes(Level.DEGRADED)).containsExactly("registration_ends");
        ahead.put(102, List.of(entry(US, Kind.REGISTERED, NEW_AURA, GRANDPA, 5, "")));
        assertThat(codes(Level.DEGRADED)).isEmpty();
        assertThat(codes(Level.INFORMATION)).containsExactly("keys_change");
    }

    @Test
    void takesAnUnregisteredNeighbourInTheSameKeystoreForALeftover() {
        SidechainKey old = sidechain(5);
        registered(AURA, GRANDPA);
        local = List.of(source("keystore /ks", true, Set.of(AURA), Set.of(GRANDPA), Set.of(US.hex(), old.hex())));
        OwnStanding leftover = standing(old);
        assertThat(leftover.findings()).noneMatch(Finding::wrong);
        assertThat(leftover.registration().status()).isEqualTo("none");
    }

    @Test
    void knowsNothingWhileTheNodeHasToldNothing() {
        OwnStanding standing = OwnStanding.of(US, own(), Selection.UNKNOWN, NodeKeys.UNKNOWN);
        assertThat(standing.registration().status()).isNull();
        assertThat(standing.seats()).isNull();
        assertThat(standing.findings()).extracting(Finding::code).containsExactly("registration_unknown");
        assertThat(standing.keys().get(0)).isEqualTo(new KeyFact(KeyType.AURA, null, null, null, null, null));
    }

    @Test
    void believesNoDParameterWithoutSeats() {
        assertThat(Selection.effective(null, new DParameter(0, 0))).isNull();
        assertThat(Selection.effective(new DParameter(0, 0), new DParameter(3, 1)))
                .isEqualTo(new DParameter(3, 1));
        assertThat(Selection.effective(new DParameter(5, 0), new DParameter(3, 1)))
                .isEqualTo(new DParameter(5, 0));
    }
}
