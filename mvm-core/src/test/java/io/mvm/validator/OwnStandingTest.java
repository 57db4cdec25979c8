package io.mvm.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.Hex;
import io.mvm.chain.SidechainKey;
import io.mvm.validator.Candidate.Kind;
import io.mvm.validator.Finding.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A validator of ours in every situation: what is found, at which level. */
class OwnStandingTest {
    private static final SidechainKey US = sidechain(1);
    private static final SidechainKey OTHER = sidechain(9);
    private static final String AURA = key(0xa0);
    private static final String NEW_AURA = key(0xa1);
    private static final String GRANDPA = key(0xb0);
    private static final String NEW_GRANDPA = key(0xb1);

    private final List<Candidate> now = new ArrayList<>();
    private final Map<Integer, List<Candidate>> ahead = new HashMap<>();
    private final List<CommitteeMember> seats = new ArrayList<>();
    private final Map<SidechainKey, Map<KeyType, Boolean>> node = new HashMap<>();
    private List<LocalKeys> local = List.of(keystore(Set.of(AURA), Set.of(GRANDPA)));
    private DParameter parameter = new DParameter(4, 4);

    OwnStandingTest() {
        now.add(entry(OTHER, Kind.PERMISSIONED, key(0xc0), key(0xc1), 0, ""));
        seats.add(seat(OTHER, key(0xc0), key(0xc1)));
    }

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

    private void registered(String aura, String grandpa) {
        now.add(entry(US, Kind.REGISTERED, aura, grandpa, 5, ""));
    }

    private void nodeHolds(boolean held) {
        node.put(US, Map.of(KeyType.AURA, held, KeyType.GRANDPA, held, KeyType.CROSS_CHAIN, held));
    }

    private OwnStanding standing() {
        return standing(US);
    }

    private OwnStanding standing(SidechainKey key) {
        AuthoritySet set =
                AuthoritySet.of(seats.stream().map(CommitteeMember::aura).toList());
        Selection selection = new Selection(
                new Candidates(100, 0, 0, now),
                ahead.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(epoch -> new Candidates(epoch.getKey(), 0, 0, epoch.getValue()))
                        .toList(),
                set,
                new Committee(7, seats),
                parameter);
        return OwnStanding.of(key, own(), selection, new NodeKeys(node));
    }

    private OwnValidators own() {
        return new OwnValidators(Set.of(US), local);
    }

    private List<String> codes(Level level) {
        return standing().findings().stream()
                .filter(finding -> finding.level() == level)
                .map(Finding::code)
                .toList();
    }

    private static LocalKeys keystore(Set<String> aura, Set<String> grandpa) {
        return source("keystore /ks", true, aura, grandpa, Set.of(US.hex()));
    }

    private static LocalKeys source(
            String name, boolean keystore, Set<String> aura, Set<String> grandpa, Set<String> identities) {
        Map<KeyType, Set<String>> keys = new EnumMap<>(KeyType.class);
        keys.put(KeyType.AURA, aura);
        keys.put(KeyType.GRANDPA, grandpa);
        keys.put(KeyType.CROSS_CHAIN, identities);
        return new LocalKeys(name, keystore, Optional.empty(), keys, List.of(), List.of(), null);
    }

    private static Candidate entry(
            SidechainKey key, Kind kind, String aura, String grandpa, long stake, String reasons) {
        return new Candidate(
                key,
                kind,
                Optional.of(AuraKey.parse(aura)),
                Optional.of(grandpa),
                Optional.empty(),
                kind == Kind.REGISTERED ? Optional.of(key(7)) : Optional.empty(),
                kind == Kind.REGISTERED ? OptionalLong.of(stake) : OptionalLong.empty(),
                reasons.isEmpty(),
                reasons);
    }

    private static CommitteeMember seat(SidechainKey key, String aura, String grandpa) {
        return new CommitteeMember(key, true, AuraKey.parse(aura), grandpa, Optional.empty());
    }

    private static SidechainKey sidechain(int fill) {
        byte[] bytes = new byte[SidechainKey.LENGTH];
        Arrays.fill(bytes, (byte) fill);
        bytes[0] = 2;
        return SidechainKey.of(bytes);
    }

    private static String key(int fill) {
        byte[] bytes = new byte[AuraKey.LENGTH];
        Arrays.fill(bytes, (byte) fill);
        return Hex.encode(bytes);
    }
}
