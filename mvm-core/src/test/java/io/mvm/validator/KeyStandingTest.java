package io.mvm.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.chain.AuraKey;
import io.mvm.validator.Candidate.Kind;
import io.mvm.validator.Finding.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Keys of a validator of ours in every situation: what is found, at which level. */
class KeyStandingTest extends StandingScene {
    @Test
    void findsNothingWhenAllIsRight() {
        registered(AURA, GRANDPA);
        seats.add(seat(US, AURA, GRANDPA));
        nodeHolds(true);

        OwnStanding standing = standing();

        assertThat(standing.findings()).isEmpty();
        assertThat(standing.registration().status()).isEqualTo("registered");
        assertThat(standing.seats()).isEqualTo(1);
        assertThat(standing.grandpaKey()).isEqualTo(GRANDPA);
        assertThat(standing.keyState()).isEqualTo("ok");
        assertThat(standing.keys())
                .containsExactly(
                        new KeyFact(KeyType.AURA, AURA, true, true, true, true),
                        new KeyFact(KeyType.GRANDPA, GRANDPA, true, true, true, true),
                        new KeyFact(KeyType.CROSS_CHAIN, US.hex(), true, true, true, null));
    }

    @Test
    void catchesTheSilentNonAuthorWithoutAskingTheNode() {
        registered(AURA, GRANDPA);
        seats.add(seat(US, AURA, GRANDPA));
        local = List.of(keystore(Set.of(NEW_AURA), Set.of(GRANDPA)));

        OwnStanding standing = standing();

        assertThat(standing.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.CRITICAL);
            assertThat(finding.code()).isEqualTo("aura_wrong");
            assertThat(finding.text())
                    .isEqualTo("the keystore /ks has the Aura key 0xa1a1a1a1..a1a1, but registration and committee name"
                            + " 0xa0a0a0a0..a0a0: the node cannot author its slots");
            assertThat(finding.advice()).isNotEmpty();
        });
        assertThat(standing.keys().get(0)).isEqualTo(new KeyFact(KeyType.AURA, AURA, false, false, null, false));
        assertThat(standing.keyState()).isEqualTo("aura_wrong");
    }

    @Test
    void saysThatAKeyIsMissing() {
        registered(AURA, GRANDPA);
        local = List.of(keystore(Set.of(AURA), Set.of()));
        assertThat(codes(Level.CRITICAL)).containsExactly("gran_missing");
        assertThat(standing().findings().get(0).text())
                .isEqualTo("the keystore /ks has no GRANDPA key, but the registration names 0xb0b0b0b0..b0b0: the node"
                        + " cannot vote for it");
    }

    @Test
    void takesALeftoverBesideTheRightKeyForFine() {
        registered(AURA, GRANDPA);
        local = List.of(keystore(Set.of(AURA, NEW_AURA), Set.of(GRANDPA)));
        assertThat(codes(Level.INFORMATION)).containsExactly("aura_leftover");
        assertThat(standing().findings()).noneMatch(Finding::wrong);
    }

    @Test
    void warnsWhenTheCommitteeIsStillOnTheOldKeys() {
        registered(NEW_AURA, NEW_GRANDPA);
        seats.add(seat(US, AURA, GRANDPA));
        local = List.of(keystore(Set.of(NEW_AURA), Set.of(NEW_GRANDPA)));
        assertThat(codes(Level.CRITICAL)).containsExactlyInAnyOrder("aura_old_in_committee", "gran_old_in_committee");
    }

    @Test
    void isContentWithOldAndNewKeysDuringAChange() {
        registered(NEW_AURA, NEW_GRANDPA);
        seats.add(seat(US, AURA, GRANDPA));
        local = List.of(keystore(Set.of(AURA, NEW_AURA), Set.of(GRANDPA, NEW_GRANDPA)));
        assertThat(standing().findings()).isEmpty();
        assertThat(standing().keys().get(0))
                .as("the seat's key is the one that counts")
                .isEqualTo(new KeyFact(KeyType.AURA, AURA, true, true, null, true));
    }

    @Test
    void warnsWhenTheNewlyRegisteredKeyIsNotThereYet() {
        registered(NEW_AURA, GRANDPA);
        seats.add(seat(US, AURA, GRANDPA));
        assertThat(codes(Level.CRITICAL)).containsExactly("aura_wrong");
        assertThat(standing().findings().get(0).text()).contains("once a committee is chosen by it");
    }

    @Test
    void believesTheNodeThatItHoldsAKeyWhichTheKeystoreLacks() {
        registered(AURA, GRANDPA);
        local = List.of(keystore(Set.of(NEW_AURA), Set.of(GRANDPA)));
        nodeHolds(true);
        assertThat(codes(Level.CRITICAL)).isEmpty();
        assertThat(codes(Level.DEGRADED)).containsExactly("aura_elsewhere");
    }

    @Test
    void isAlarmedWhenTheNodeDeniesAKeyThatTheKeystoreHas() {
        registered(AURA, GRANDPA);
        nodeHolds(false);
        assertThat(codes(Level.CRITICAL)).containsExactly("aura_not_in_node", "gran_not_in_node");
    }

    @Test
    void takesTheNodesWordWhereNoKeysAreHere() {
        registered(AURA, GRANDPA);
        local = List.of();
        nodeHolds(false);
        assertThat(codes(Level.CRITICAL)).containsExactly("aura_not_in_node", "gran_not_in_node");
        assertThat(codes(Level.DEGRADED)).containsExactly("crch_not_in_node");
        nodeHolds(true);
        assertThat(standing().findings()).isEmpty();
        assertThat(standing().keyState()).isEqualTo("ok");
    }

    @Test
    void takesARefusalForUnknown() {
        registered(AURA, GRANDPA);
        assertThat(standing().findings()).isEmpty();
        assertThat(standing().keys()).allMatch(key -> key.loadedInNode() == null);
        local = List.of();
        assertThat(codes(Level.UNKNOWN)).containsExactly("keys_unseen");
        assertThat(standing().keyState()).isNull();
    }

    @Test
    void saysNothingOfAValidatorWhoseNodeIsAnother() {
        registered(AURA, GRANDPA);
        nodeHolds(false);
        node.put(OTHER, Map.of(KeyType.AURA, true));
        assertThat(standing().keys()).allMatch(key -> key.loadedInNode() == null);
        assertThat(standing().findings()).isEmpty();
    }

    @Test
    void trustsTheKeystoreBeforeAFileThatSomebodyWrote() {
        registered(AURA, GRANDPA);
        local = List.of(
                keystore(Set.of(NEW_AURA), Set.of(GRANDPA)),
                source("keys file /f", false, Set.of(AURA), Set.of(GRANDPA), Set.of(US.hex())));
        assertThat(codes(Level.CRITICAL)).containsExactly("aura_wrong");
    }

    @Test
    void tellsOfAMissingCrossChainKeyAndABabeKey() {
        now.add(new Candidate(
                US,
                Kind.REGISTERED,
                Optional.of(AuraKey.parse(AURA)),
                Optional.of(GRANDPA),
                Optional.of(key(0xbb)),
                Optional.of(key(7)),
                OptionalLong.of(5),
                true,
                ""));
        local = List.of(source("keystore /ks", true, Set.of(AURA), Set.of(GRANDPA), Set.of()));
        node.put(US, Map.of(KeyType.BABE, true));
        assertThat(codes(Level.DEGRADED)).containsExactlyInAnyOrder("crch_missing", "babe_missing");
        assertThat(standing().keys().get(3))
                .as("a node's word on BABE keys is worth nothing")
                .isEqualTo(new KeyFact(KeyType.BABE, key(0xbb), false, false, null, null));
    }

    @Test
    void passesOnWhatIsWrongWithTheSources() {
        registered(AURA, GRANDPA);
        local = List.of(
                new LocalKeys(
                        "keystore /a", true, Optional.of(US.hex()), Map.of(), List.of(), List.of(), "does not exist"),
                new LocalKeys(
                        "keystore /b",
                        true,
                        Optional.of(US.hex()),
                        Map.of(
                                KeyType.AURA, Set.of(AURA),
                                KeyType.GRANDPA, Set.of(GRANDPA),
                                KeyType.CROSS_CHAIN, Set.of(US.hex())),
                        List.of("modes"),
                        List.of("of no matter"),
                        null));
        assertThat(codes(Level.DEGRADED)).containsExactly("source_unreadable", "source_warning");
        assertThat(codes(Level.CRITICAL)).isEmpty();
    }
}
