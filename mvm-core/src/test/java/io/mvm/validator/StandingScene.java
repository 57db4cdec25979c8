package io.mvm.validator;

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

/** What tests of our standing share: a validator of ours whose keys, registration and seats the test sets. */
abstract class StandingScene {
    static final SidechainKey US = sidechain(1);
    static final SidechainKey OTHER = sidechain(9);
    static final String AURA = key(0xa0);
    static final String NEW_AURA = key(0xa1);
    static final String GRANDPA = key(0xb0);
    static final String NEW_GRANDPA = key(0xb1);

    final List<Candidate> now = new ArrayList<>();
    final Map<Integer, List<Candidate>> ahead = new HashMap<>();
    final List<CommitteeMember> seats = new ArrayList<>();
    final Map<SidechainKey, Map<KeyType, Boolean>> node = new HashMap<>();
    List<LocalKeys> local = List.of(keystore(Set.of(AURA), Set.of(GRANDPA)));
    DParameter parameter = new DParameter(4, 4);

    StandingScene() {
        now.add(entry(OTHER, Kind.PERMISSIONED, key(0xc0), key(0xc1), 0, ""));
        seats.add(seat(OTHER, key(0xc0), key(0xc1)));
    }

    void registered(String aura, String grandpa) {
        now.add(entry(US, Kind.REGISTERED, aura, grandpa, 5, ""));
    }

    void nodeHolds(boolean held) {
        node.put(US, Map.of(KeyType.AURA, held, KeyType.GRANDPA, held, KeyType.CROSS_CHAIN, held));
    }

    OwnStanding standing() {
        return standing(US);
    }

    OwnStanding standing(SidechainKey key) {
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

    OwnValidators own() {
        return new OwnValidators(Set.of(US), local);
    }

    List<String> codes(Level level) {
        return standing().findings().stream()
                .filter(finding -> finding.level() == level)
                .map(Finding::code)
                .toList();
    }

    static LocalKeys keystore(Set<String> aura, Set<String> grandpa) {
        return source("keystore /ks", true, aura, grandpa, Set.of(US.hex()));
    }

    static LocalKeys source(
            String name, boolean keystore, Set<String> aura, Set<String> grandpa, Set<String> identities) {
        Map<KeyType, Set<String>> keys = new EnumMap<>(KeyType.class);
        keys.put(KeyType.AURA, aura);
        keys.put(KeyType.GRANDPA, grandpa);
        keys.put(KeyType.CROSS_CHAIN, identities);
        return new LocalKeys(name, keystore, Optional.empty(), keys, List.of(), List.of(), null);
    }

    static Candidate entry(SidechainKey key, Kind kind, String aura, String grandpa, long stake, String reasons) {
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

    static CommitteeMember seat(SidechainKey key, String aura, String grandpa) {
        return new CommitteeMember(key, true, AuraKey.parse(aura), grandpa, Optional.empty());
    }

    static SidechainKey sidechain(int fill) {
        byte[] bytes = new byte[SidechainKey.LENGTH];
        Arrays.fill(bytes, (byte) fill);
        bytes[0] = 2;
        return SidechainKey.of(bytes);
    }

    static String key(int fill) {
        byte[] bytes = new byte[AuraKey.LENGTH];
        Arrays.fill(bytes, (byte) fill);
        return Hex.encode(bytes);
    }
}
