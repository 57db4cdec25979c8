package io.mvm.sync;

import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.SidechainKey;
import io.mvm.rpc.SidechainStatus;
import io.mvm.store.IdentityTable;
import io.mvm.validator.Candidates;
import io.mvm.validator.Committee;
import io.mvm.validator.DParameter;
import io.mvm.validator.Finding;
import io.mvm.validator.KeyType;
import io.mvm.validator.LocalKeys;
import io.mvm.validator.NodeKeys;
import io.mvm.validator.OwnStanding;
import io.mvm.validator.OwnValidators;
import io.mvm.validator.Selection;
import io.mvm.view.FindingView;
import io.mvm.view.KeyView;
import io.mvm.view.RegistrationView;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What concerns our own validators alone: their keys and their registration. Decides when to ask for it, never once for each
 * block, and writes down what changed. Used on the loop's thread; its scout asks beside it.
 */
final class OwnKeeper implements AutoCloseable {
    private static final long MINUTE = 60_000;
    private static final long LOCAL_KEYS_MS = MINUTE;
    private static final long NODE_KEYS_MS = 10 * MINUTE;
    private static final long CANDIDATES_MS = 60 * MINUTE;
    /** So long what is not complete yet after a start or a rotation is not taken for a change. */
    private static final long SETTLING_MS = MINUTE;

    private final LiveSettings settings;
    private final OwnScout scout;
    private final Clock clock;
    private final SyncLog log;
    private final Errors errors;

    private final Due localDue = new Due(LOCAL_KEYS_MS, LOCAL_KEYS_MS);
    private final Due nodeDue = new Due(NODE_KEYS_MS, MINUTE);
    private final Due aheadDue = new Due(CANDIDATES_MS, MINUTE);
    private final Due parameterDue = new Due(CANDIDATES_MS, MINUTE);

    private IdentityBook book;
    private StatusKeeper statuses;
    private Runnable learnt = () -> {};
    private OwnValidators own;
    private Selection selection = Selection.UNKNOWN;
    private final Map<SidechainKey, OwnStanding> standings = new LinkedHashMap<>();
    private boolean stale = true;

    private boolean localRead;
    private List<Candidates> ahead;
    private Long aheadOf;
    private DParameter told;
    private NodeKeys nodeKeys;
    /** Those of ours that the node was asked about. */
    private Set<SidechainKey> nodeAskedOf = Set.of();

    private Map<SidechainKey, Map<KeyType, String>> wanted = Map.of();
    private String endpoint;
    private boolean wasUp;
    private Committee lastCommittee;
    private AuthoritySet lastSet;
    private long lastSetMs;

    OwnKeeper(LiveSettings settings, OwnScout scout, Clock clock, SyncLog log, Errors errors) {
        this.settings = settings;
        this.scout = scout;
        this.clock = clock;
        this.log = log;
        this.errors = errors;
        this.own = new OwnValidators(settings.ours(), List.of());
    }

    /** The chain is known. */
    void begin(IdentityTable table, IdentityBook identities, Runnable whenLearnt) {
        book = identities;
        statuses = new StatusKeeper(table.statuses(), settings, log, errors);
        learnt = whenLearnt;
    }

    /**
     * Asks what is due, and compares anew if anything is new. Cheap if nothing is.
     *
     * @param state what the node last said
     * @param set the authorities after the head; null while unknown
     */
    void step(NodeWatch.State state, AuthoritySet set) {
        long now = clock.millis();
        if (localDue.take(now)) {
            Supplier<List<LocalKeys>> places = settings.localKeys();
            scout.localKeys(places, found -> localKeys(places, found), () -> localDue.failed(clock.millis()));
        }
        if (book == null) {
            return;
        }
        askChain(now, state.status(), set);
        renew(now, set);
        askNode(now, state.up());
    }

    /** The settings changed: others may be ours, and their keys lie elsewhere. */
    void changed() {
        own = new OwnValidators(settings.ours(), own.local());
        localRead = false;
        localDue.now();
        stale = true;
    }

    @SuppressWarnings("ReferenceEquality") // places have no other identity than their reader's
    private void localKeys(Supplier<List<LocalKeys>> places, List<LocalKeys> found) {
        localDue.answered(clock.millis());
        if (places != settings.localKeys()) {
            // Read where keys lay before the settings changed.
            localDue.now();
            return;
        }
        if (!localRead || !found.equals(own.local())) {
            own = new OwnValidators(settings.ours(), found);
            stale = true;
            learnt.run();
        }
        localRead = true;
    }

    private void askChain(long now, SidechainStatus status, AuthoritySet set) {
        if (set != null && !set.equals(lastSet)) {
            lastSet = set;
            lastSetMs = now;
            parameterDue.now();
        }
        if (epoch(status) != null && !epoch(status).equals(aheadOf)) {
            aheadOf = status.mainchainEpoch();
            aheadDue.now();
        }
        if (parameterDue.take(now)) {
            scout.dParameter(
                    found -> {
                        parameterDue.answered(clock.millis());
                        told = found;
                        learnt.run();
                    },
                    () -> parameterDue.failed(clock.millis()));
        }
        if (aheadOf != null && !own.ours().isEmpty() && aheadDue.take(now)) {
            scout.candidatesAfter(
                    aheadOf,
                    found -> {
                        aheadDue.answered(clock.millis());
                        ahead = found;
                        learnt.run();
                    },
                    () -> aheadDue.failed(clock.millis()));
        }
    }

    private static Long epoch(SidechainStatus status) {
        return status == null ? null : status.mainchainEpoch();
    }

    private void askNode(long now, boolean up) {
        String active = scout.active();
        if (up && (!wasUp || !Objects.equals(active, endpoint))) {
            // It may be another node, or the same one with another keystore.
            nodeDue.now();
            endpoint = active;
        }
        wasUp = up;
        Map<SidechainKey, Map<KeyType, String>> keys = new HashMap<>();
        own.ours().forEach(key -> keys.put(key, selection.known(key)));
        if (!keys.equals(wanted)) {
            wanted = keys;
            nodeDue.now();
        }
        if (up && selection.now() != null && !keys.isEmpty() && nodeDue.take(now)) {
            scout.holds(
                    keys,
                    found -> {
                        nodeDue.answered(clock.millis());
                        stale |= !found.equals(nodeKeys);
                        nodeKeys = found;
                        nodeAskedOf = keys.keySet();
                        learnt.run();
                    },
                    () -> nodeDue.failed(clock.millis()));
        }
    }

    private void renew(long now, AuthoritySet set) {
        Candidates candidates = book.candidates();
        Committee committee = set == null ? null : book.inForce(set);
        boolean settling = committee == null && now - lastSetMs < SETTLING_MS;
        if (committee != null) {
            lastCommittee = committee;
        } else if (settling) {
            // The committee of new authorities is told moments after them.
            committee = lastCommittee;
        }
        List<Candidates> later = ahead == null || candidates == null
                ? List.of()
                : ahead.stream()
                        .filter(one -> one.mainchainEpoch() > candidates.mainchainEpoch())
                        .toList();
        DParameter ofCandidates = candidates == null
                ? null
                : new DParameter(candidates.permissionedSeats(), candidates.registeredSeats());
        Selection current = new Selection(candidates, later, set, committee, Selection.effective(told, ofCandidates));
        if (stale || !current.equals(selection)) {
            selection = current;
            stale = false;
            standings.clear();
            for (SidechainKey key : own.ours()) {
                standings.put(key, OwnStanding.of(key, own, selection, nodeKeys == null ? NodeKeys.UNKNOWN : nodeKeys));
            }
        }
        boolean complete = localRead && !settling && candidates != null && ahead != null && nodeKeys != null;
        for (OwnStanding standing : standings.values()) {
            SidechainKey key = standing.validator();
            statuses.seen(
                    standing,
                    complete && nodeAskedOf.contains(key),
                    set == null || settling ? null : seats(key, set),
                    book.nextSeats() == null ? null : nextSeats(key),
                    now);
        }
    }

    private int seats(SidechainKey key, AuthoritySet set) {
        return (int) set.seats().stream().filter(aura -> holds(key, aura)).count();
    }

    private int nextSeats(SidechainKey key) {
        return book.nextSeats().entrySet().stream()
                .filter(entry -> holds(key, entry.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private boolean holds(SidechainKey key, AuraKey aura) {
        return book.identity(aura).filter(key::equals).isPresent();
    }

    /** Our validators: those configured, and those whose cross-chain key is among the local keys. */
    Set<SidechainKey> ours() {
        return own.ours();
    }

    /** Keys of one of ours, one entry for each type known of. */
    List<KeyView> keys(SidechainKey validator) {
        OwnStanding standing = standings.get(validator);
        return standing == null
                ? List.of()
                : standing.keys().stream()
                        .map(key -> new KeyView(
                                key.type().id(),
                                key.registered(),
                                key.inKeystore(),
                                key.matchesRegistration(),
                                key.loadedInNode(),
                                key.inAuthorities()))
                        .toList();
    }

    /** The key it votes with, as {@code 0x} hex; null if unknown. */
    String grandpaKey(SidechainKey validator) {
        OwnStanding standing = standings.get(validator);
        return standing == null ? null : standing.grandpaKey();
    }

    /** Its standing among the candidates; null while unknown. */
    RegistrationView registration(SidechainKey validator) {
        OwnStanding standing = standings.get(validator);
        return standing == null || selection.now() == null
                ? null
                : RegistrationViews.of(standing, selection.now().mainchainEpoch());
    }

    /** What is wrong with its keys or its registration. */
    List<FindingView> findings(SidechainKey validator) {
        OwnStanding standing = standings.get(validator);
        return standing == null
                ? List.of()
                : standing.findings().stream()
                        .filter(Finding::wrong)
                        .map(finding -> new FindingView(
                                finding.level().name().toLowerCase(Locale.ROOT), finding.subject(), finding.text()))
                        .toList();
    }

    /** The D-parameter in effect; null while unknown. */
    DParameter dParameter() {
        return selection.seats();
    }

    @Override
    public void close() {
        scout.close();
    }
}
