package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.SidechainKey;
import io.mvm.store.Identity;
import io.mvm.store.IdentityTable;
import io.mvm.validator.Candidate;
import io.mvm.validator.Candidates;
import io.mvm.validator.Committee;
import io.mvm.validator.CommitteeMember;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who stands behind an Aura key: joined from committees, candidates and earlier sightings, kept in the database. A committee
 * seat is proof and replaces what was known; a candidate entry only fills what is not.
 */
final class IdentityBook {
    private final IdentityTable store;
    private final Map<AuraKey, SidechainKey> identities;
    private final Map<SidechainKey, Identity> validators = new HashMap<>();
    private final Map<SidechainKey, AuraKey> newestAura = new HashMap<>();
    /** Seat kinds of the set in force, once a committee matched it; by seat true for permissioned. */
    private AuthoritySet kindsOf;

    private List<Boolean> permissioned = List.of();
    private Map<AuraKey, Integer> nextSeats;
    private CommitteeSight sight;
    private Committee inForce;
    private Candidates candidates;

    IdentityBook(IdentityTable store) {
        this.store = store;
        this.identities = store.identities();
        store.validators().forEach(identity -> validators.put(identity.key(), identity));
        identities.forEach((aura, key) -> newestAura.put(key, aura));
    }

    /** The validator behind an Aura key. */
    Optional<SidechainKey> identity(AuraKey aura) {
        return Optional.ofNullable(identities.get(aura));
    }

    /** Registration and stake as last seen; null if never seen. */
    Identity standing(SidechainKey key) {
        return validators.get(key);
    }

    Set<SidechainKey> known() {
        return validators.keySet();
    }

    /** Every Aura key that any of these validators has had. */
    Set<AuraKey> auraKeys(Set<SidechainKey> validators) {
        Set<AuraKey> keys = new HashSet<>();
        identities.forEach((aura, key) -> {
            if (validators.contains(key)) {
                keys.add(aura);
            }
        });
        return keys;
    }

    AuraKey aura(SidechainKey key) {
        return newestAura.get(key);
    }

    /** Whether candidates have been read since the start, so that a validator among none of them is known to be none. */
    boolean candidatesKnown() {
        return candidates != null;
    }

    /** Candidates as last read; null while none have been. */
    Candidates candidates() {
        return candidates;
    }

    /** The committee whose seats are those of that set; null while it was not seen. */
    Committee inForce(AuthoritySet set) {
        return set.equals(kindsOf) ? inForce : null;
    }

    boolean complete(AuthoritySet set) {
        return set.seats().stream().allMatch(identities::containsKey);
    }

    /** Whether the kinds of the seats of that set are known. */
    Optional<List<Boolean>> seatKinds(AuthoritySet set) {
        return set.equals(kindsOf) ? Optional.of(permissioned) : Optional.empty();
    }

    /** Seats by Aura key in the committee chosen to follow; null while it is not chosen or not known. */
    Map<AuraKey, Integer> nextSeats() {
        return nextSeats;
    }

    void committee(Committee committee, AuthoritySet current) {
        Map<AuraKey, SidechainKey> seen = new HashMap<>();
        committee.members().forEach(member -> seen.put(member.aura(), member.key()));
        join(seen);
        if (committee.matches(current) && !current.equals(kindsOf)) {
            kindsOf = current;
            inForce = committee;
            permissioned = committee.members().stream()
                    .map(CommitteeMember::permissioned)
                    .toList();
            store.saveCommittee(
                    current,
                    committee.epoch(),
                    committee.members().stream().map(CommitteeMember::key).toList(),
                    permissioned);
        }
    }

    /** What was last seen of the committees; null while nothing was, or if its block is no longer canonical. */
    CommitteeSight sight() {
        return sight;
    }

    /** Takes in the committees in the state after a canonical block. */
    void seen(CommitteeSight seen) {
        sight = seen;
        committee(seen.current(), seen.set());
        next(seen.following());
    }

    /** Forgets what was seen of committees after a block, as it is no longer canonical. */
    void unseen() {
        sight = null;
        nextSeats = null;
    }

    /** The authorities changed: what was next is in force by now. */
    void rotated() {
        nextSeats = null;
    }

    private void next(Committee committee) {
        if (committee == null) {
            nextSeats = null;
            return;
        }
        Map<AuraKey, Integer> seats = new HashMap<>();
        Map<AuraKey, SidechainKey> seen = new HashMap<>();
        for (CommitteeMember member : committee.members()) {
            seats.merge(member.aura(), 1, Integer::sum);
            seen.put(member.aura(), member.key());
        }
        join(seen);
        nextSeats = seats;
    }

    void candidates(Candidates read) {
        Map<SidechainKey, Identity> found = new HashMap<>();
        Map<AuraKey, SidechainKey> seen = new HashMap<>();
        for (Candidate entry : read.entries()) {
            String registration = !entry.valid()
                    ? "invalid"
                    : entry.kind() == Candidate.Kind.PERMISSIONED ? "permissioned" : "registered";
            Long stake =
                    entry.stakeLovelace().isPresent() ? entry.stakeLovelace().getAsLong() : null;
            Identity identity = new Identity(entry.key(), registration, stake);
            // A key may have several entries: a valid one counts before an invalid one, the first before later ones.
            found.merge(entry.key(), identity, (a, b) -> a.registration().equals("invalid") ? b : a);
            entry.aura().filter(aura -> !identities.containsKey(aura)).ifPresent(aura -> seen.put(aura, entry.key()));
        }
        Set<SidechainKey> gone = new HashSet<>(validators.keySet());
        gone.removeAll(found.keySet());
        List<Identity> registrations = new ArrayList<>(found.values());
        gone.forEach(key -> registrations.add(new Identity(key, "none", null)));
        store.saveRegistrations(registrations, read.mainchainEpoch());
        registrations.forEach(identity -> validators.put(identity.key(), identity));
        join(seen);
        candidates = read;
    }

    private void join(Map<AuraKey, SidechainKey> seen) {
        Map<AuraKey, SidechainKey> news = new HashMap<>(seen);
        news.entrySet().removeIf(entry -> entry.getValue().equals(identities.get(entry.getKey())));
        if (!news.isEmpty()) {
            store.save(news);
            identities.putAll(news);
            for (SidechainKey key : news.values()) {
                validators.putIfAbsent(key, new Identity(key, null, null));
            }
        }
        seen.forEach((aura, key) -> newestAura.put(key, aura));
    }
}
