package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mvm.chain.Hex;
import io.mvm.chain.SidechainKey;
import io.mvm.duty.JudgementRule;
import io.mvm.keys.Keystore;
import io.mvm.simulator.NetworkSpec;
import io.mvm.simulator.NetworkSpecBuilder;
import io.mvm.simulator.NodeBehaviour;
import io.mvm.simulator.NodeBehaviourBuilder;
import io.mvm.simulator.SimulatedChain;
import io.mvm.simulator.SimulatedNode;
import io.mvm.simulator.SimulatedValidator;
import io.mvm.store.ChainReader;
import io.mvm.store.StatusChange;
import io.mvm.store.StoreReader;
import io.mvm.validator.LocalKeys;
import io.mvm.view.KeyView;
import io.mvm.view.Snapshot;
import io.mvm.view.ValidatorView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a following MVM says of its own validators, against networks in which something is wrong with them. */
class OwnKeeperTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OURS = 1;

    @TempDir
    Path directory;

    @Test
    void findsAllWellWithAValidatorWhoseKeysAreThoseOfTheChain() throws Exception {
        try (Case one = new Case(network(), OURS)) {
            ValidatorView view = one.look(
                    v -> told(v) && v.nextSeats() != null && key(v, "aura").loadedInNode() != null);
            assertThat(view.ours()).isTrue();
            assertThat(view.own().findings()).isEmpty();
            assertThat(view.registration()).isEqualTo("permissioned");
            assertThat(view.own().registration().entries()).singleElement().matches(entry -> entry.valid());
            assertThat(view.own().keys())
                    .containsExactly(
                            new KeyView("aura", one.ours().auraKey().hex(), true, true, true, true),
                            new KeyView("gran", Hex.encode(one.ours().grandpaKey()), true, true, true, true),
                            new KeyView("crch", one.ours().sidechainKey().hex(), true, true, true, null));
            assertThat(one.snapshot().committee().permissionedParameter()).isEqualTo(6);
            assertThat(one.snapshot().committee().registeredParameter()).isEqualTo(3);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(one.changes())
                            .containsEntry("registration", "permissioned")
                            .containsEntry("committee", "in")
                            .containsEntry("keys", "ok")
                            .containsEntry("seats", view.seats().toString())
                            .containsEntry("next_seats", view.nextSeats().toString()));
        }
    }

    @Test
    void seesTheSilentNonAuthorWithoutUnsafeMethods() throws Exception {
        try (Case one = new Case(network().wrongAuraKeys(OURS), OURS, node -> node.unsafeMethods(false))) {
            ValidatorView view = one.look(OwnKeeperTest::told);
            assertThat(view.own().findings()).singleElement().satisfies(finding -> {
                assertThat(finding.level()).isEqualTo("critical");
                assertThat(finding.subject()).isEqualTo("keys");
                assertThat(finding.text()).contains("the node cannot author its slots");
            });
            assertThat(key(view, "aura"))
                    .isEqualTo(new KeyView("aura", one.ours().auraKey().hex(), false, false, null, false));
            assertThat(key(view, "gran").inKeystore()).isTrue();
            one.awaitChange("keys", "aura_wrong");
        }
    }

    @Test
    void asksTheNodeWhetherItHoldsTheKeys() throws Exception {
        try (Case one = new Case(network().wrongAuraKeys(OURS), OURS)) {
            ValidatorView view = one.look(
                    v -> told(v) && !v.own().keys().isEmpty() && key(v, "aura").loadedInNode() != null);
            assertThat(key(view, "aura").loadedInNode()).isFalse();
            assertThat(key(view, "gran").loadedInNode()).isTrue();
        }
    }

    @Test
    void takesANodeThatIsNoAuthorityForNoWitness() throws Exception {
        try (Case one = new Case(network(), OURS, node -> NodeBehaviour.builder())) {
            one.awaitChange("keys", "ok");
            assertThat(one.view().own().keys()).allMatch(key -> key.loadedInNode() == null);
            assertThat(one.view().own().findings()).isEmpty();
        }
    }

    @Test
    void showsAValidatorThatIsInNoList() throws Exception {
        int ours = 9;
        try (Case one = new Case(network().unregistered(1), ours)) {
            assertThat(one.ours().kind()).isEqualTo(SimulatedValidator.Kind.UNREGISTERED);
            ValidatorView view = one.look(v -> "none".equals(v.registration()) && told(v));
            assertThat(view.own().registration().entries()).isEmpty();
            assertThat(view.own().findings())
                    .singleElement()
                    .matches(finding -> finding.level().equals("degraded"));
            assertThat(view.seats()).isZero();
            one.awaitChange("registration", "none");
            one.awaitChange("committee", "out");
        }
    }

    @Test
    void givesTheReasonOfAnInvalidRegistration() throws Exception {
        int ours = 9;
        try (Case one = new Case(network().invalid(1), ours)) {
            ValidatorView view = one.look(OwnKeeperTest::told);
            assertThat(view.own().findings())
                    .singleElement()
                    .matches(finding ->
                            finding.level().equals("critical") && finding.text().contains("InvalidTxInput"));
            one.awaitChange("registration", "invalid");
        }
    }

    @Test
    void tellsFromWhenOnAPendingRegistrationCounts() throws Exception {
        int ours = 9;
        try (Case one = new Case(network().pending(1, 2), ours)) {
            ValidatorView view =
                    one.look(v -> told(v) && !v.own().registration().pending().isEmpty());
            long from = one.ours().registeredFrom().orElseThrow();
            assertThat(view.own().findings()).isEmpty();
            assertThat(view.own().registration().note()).contains("from Cardano epoch " + from + " on");
            one.awaitChange("registration", "pending");
        }
    }

    @Test
    void saysThatRegisteredCandidatesGetNoSeats() throws Exception {
        int ours = 5;
        try (Case one = new Case(network().registeredSeats(0), ours)) {
            ValidatorView view = one.look(v -> told(v) && v.own().registration().note() != null);
            assertThat(view.own().registration().note())
                    .isEqualTo("valid, but the D-parameter gives registered candidates no seats");
            assertThat(view.own().registration().expectedSeats()).isZero();
            assertThat(view.own().registration().stakeShare()).isBetween(0.01, 0.99);
            assertThat(view.own().findings()).isEmpty();
            one.awaitChange("committee", "out");
        }
    }

    @Test
    void writesNoChangeTwiceOverARestart() throws Exception {
        NetworkSpec spec = network().build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Clock.systemUTC());
                SimulatedNode node = SimulatedNode.start(
                        chain,
                        0,
                        NodeBehaviour.builder()
                                .validator(OURS)
                                .unsafeMethods(true)
                                .build())) {
            SimulatedValidator ours = chain.validators().get(OURS);
            chain.advanceSlots(5);
            Path keystore = keystore(ours.keystoreFileNames());
            try (Follower follower = new Follower(directory.resolve("mvm.db"), settings(Set.of(), keystore), node)) {
                headAfterEpochs(chain, follower);
                await().atMost(PATIENCE).until(() -> rows(ours.sidechainKey()).size() == 5);
                follower.stop();
            }
            // The key goes while MVM is down, which is seen at the next start.
            Path aura = keystore.resolve(ours.keystoreFileNames().get(0));
            Files.delete(aura);
            try (Follower follower = new Follower(directory.resolve("mvm.db"), settings(Set.of(), keystore), node)) {
                headAfterEpochs(chain, follower);
                await().atMost(PATIENCE).until(() -> rows(ours.sidechainKey()).size() == 6);
                assertThat(rows(ours.sidechainKey()).get(0))
                        .usingRecursiveComparison()
                        .ignoringFields("atMs")
                        .isEqualTo(new StatusChange(0, "keys", "ok", "aura_elsewhere"));
                chain.advanceSlots(3);
                await().atMost(PATIENCE)
                        .until(() -> follower.snapshot().node().blockHeight()
                                == chain.heads().best().number());
                assertThat(rows(ours.sidechainKey())).hasSize(6);
            }
        }
    }

    @Test
    void asksForCandidatesOnceAndNotForEachBlock() throws Exception {
        try (Case one = new Case(network(), OURS)) {
            one.awaitChange("keys", "ok");
            long asked = one.node.counters().calls("systemParameters_getAriadneParameters");
            for (int i = 0; i < 40; i++) {
                one.chain.advanceSlots(1);
                long head = one.chain.heads().best().number();
                await().atMost(PATIENCE).until(() -> one.snapshot().sync().lastBlock() == head);
            }
            assertThat(one.node.counters().calls("systemParameters_getAriadneParameters"))
                    .isEqualTo(asked);
            assertThat(one.node.counters().calls("author_hasKey")).isLessThanOrEqualTo(6);
        }
    }

    /** Candidates are asked for with a head that comes once the node has told its epochs. */
    private static void headAfterEpochs(SimulatedChain chain, Follower follower) {
        await().atMost(PATIENCE)
                .until(() -> follower.snapshot() != null && follower.snapshot().mainchainEpoch() != null);
        chain.advanceSlots(1);
    }

    /** Whether all that is asked beside the loop has been answered. */
    private static boolean told(ValidatorView view) {
        return view.own() != null
                && view.own().registration() != null
                && view.own().keys().stream().anyMatch(key -> key.inKeystore() != null)
                && view.seats() != null;
    }

    private static KeyView key(ValidatorView view, String type) {
        return view.own().keys().stream()
                .filter(key -> key.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static NetworkSpecBuilder network() {
        return NetworkSpec.builder()
                .seed(5)
                .permissionedSeats(6)
                .registeredSeats(3)
                .permissionedCandidates(5)
                .registeredCandidates(4)
                .slotsPerEpoch(60)
                .historyEpochs(2);
    }

    private static SyncSettings settings(Set<SidechainKey> ours, Path keystore) {
        return new SyncSettings(
                Follower.CHAIN,
                0,
                200,
                4,
                false,
                false,
                ours,
                Map.of(),
                JudgementRule.DEFAULT,
                () -> List.<LocalKeys>of(Keystore.read(keystore, Optional.empty())));
    }

    private Path keystore(List<String> names) throws IOException {
        Path keystore = Files.createDirectory(
                directory.resolve("keystore"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (String name : names) {
            Files.createFile(
                    keystore.resolve(name),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return keystore;
    }

    private List<StatusChange> rows(SidechainKey key) {
        ChainReader reader = StoreReader.open(directory.resolve("mvm.db")).chain(Follower.CHAIN);
        return reader.validators().all().stream()
                .filter(validator -> key.equals(validator.key()))
                .findFirst()
                .map(validator -> reader.statusChanges(validator, 100))
                .orElse(List.of());
    }

    /** A network, its node with the keystore of one of its validators, and an MVM that knows the keystore alone. */
    private final class Case implements AutoCloseable {
        private final SimulatedChain chain;
        private final SimulatedNode node;
        private final Follower follower;
        private final SimulatedValidator ours;

        Case(NetworkSpecBuilder spec, int place) throws IOException {
            this(spec, place, node -> node);
        }

        Case(NetworkSpecBuilder spec, int place, UnaryOperator<NodeBehaviourBuilder> behaviour) throws IOException {
            chain = SimulatedChain.create(spec.build(), Clock.systemUTC());
            // Far enough into an epoch for the next committee to be chosen.
            chain.advanceSlots(5);
            ours = chain.validators().get(place);
            node = SimulatedNode.start(
                    chain,
                    0,
                    behaviour
                            .apply(NodeBehaviour.builder().validator(place).unsafeMethods(true))
                            .build());
            follower = new Follower(
                    directory.resolve("mvm.db"), settings(Set.of(), keystore(ours.keystoreFileNames())), node);
            headAfterEpochs(chain, follower);
        }

        SimulatedValidator ours() {
            return ours;
        }

        Snapshot snapshot() {
            return follower.snapshot();
        }

        ValidatorView view() {
            return snapshot().validators().stream()
                    .filter(v -> v.key().equals(ours.sidechainKey().hex()))
                    .findFirst()
                    .orElseThrow();
        }

        ValidatorView look(Predicate<ValidatorView> wanted) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> wanted.test(view()));
            return view();
        }

        /** The newest value of each kind. */
        Map<String, String> changes() {
            Map<String, String> newest = new HashMap<>();
            rows(ours.sidechainKey()).forEach(row -> newest.putIfAbsent(row.what(), row.after()));
            return newest;
        }

        void awaitChange(String what, String value) {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> value.equals(changes().get(what)));
        }

        @Override
        public void close() {
            follower.close();
            node.close();
            chain.close();
        }
    }
}
