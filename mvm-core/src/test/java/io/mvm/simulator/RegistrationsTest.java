package io.mvm.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mvm.chain.Hex;
import io.mvm.simulator.NodeBehaviour.CandidateShape;
import io.mvm.simulator.SimulatedValidator.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Validators whose keys or registrations are not as they should be, as a node's answers show them. */
class RegistrationsTest {
    /** The mainchain epoch of {@link Specs#NOON}. */
    private static final long NOW = 1223;

    @Test
    void nodeWithTheWrongAuraKeyOwesSlotsAndAuthorsNone() throws Exception {
        NetworkSpec spec = small().wrongAuraKeys(2, 6).historyEpochs(10).build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Specs.NOON);
                SimulatedNode node = SimulatedNode.start(
                        chain,
                        0,
                        NodeBehaviour.builder().validator(2).unsafeMethods(true).build())) {
            NodeClient client = new NodeClient(node);
            SimulatedValidator own = chain.validators().get(2);
            Truth truth = chain.truth();
            for (SimulatedValidator validator : chain.validators()) {
                Truth.Tally tally = truth.byValidator().get(validator.sidechainKey());
                boolean wrong = validator.index() == 2 || validator.index() == 6;
                assertThat(validator.canAuthor()).isEqualTo(!wrong);
                assertThat(tally.owed()).isPositive();
                assertThat(tally.missed()).isEqualTo(wrong ? tally.owed() : 0);
            }
            String held = own.keystoreFileNames().get(0).substring(8);
            assertThat(own.keystoreFileNames().get(0)).startsWith("61757261");
            assertThat("0x" + held)
                    .isEqualTo(own.keystoreAuraKey().hex())
                    .isNotEqualTo(own.auraKey().hex());
            assertThat(hasKey(client, own.auraKey().hex(), "aura")).isFalse();
            assertThat(hasKey(client, "0x" + held, "aura")).isTrue();
            assertThat(hasKey(client, Hex.encode(own.grandpaKey()), "gran")).isTrue();
            assertThat(hasKey(client, own.sidechainKey().hex(), "crch")).isTrue();
            assertThat(Hex.encode(client.bytes("state_call", "[\"AuraApi_authorities\",\"0x\"]")))
                    .contains(own.auraKey().hex().substring(2))
                    .doesNotContain(held);
            assertThat(candidates(client, NOW).toString())
                    .contains(own.auraKey().hex())
                    .doesNotContain(held);
        }
    }

    @Test
    void forkIsDecidedAndABlockProducedAroundOwnersWhoCannot() {
        NetworkSpec spec = small().wrongAuraKeys(0, 1, 2, 3).build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Specs.NOON)) {
            chain.advanceSlots(10);
            chain.forceReorg(2);
            chain.advanceSlots(20);
            assertThat(chain.truth().orphans()).hasSize(2);
            for (int i = 0; i < 20; i++) {
                SimulatedBlock block = chain.produce();
                assertThat(block.slot()).isEqualTo(chain.slot());
                assertThat(chain.validators().subList(0, 4))
                        .extracting(SimulatedValidator::auraKey)
                        .doesNotContain(block.author());
            }
        }
    }

    @Test
    void unregisteredValidatorIsNowhere() throws Exception {
        NetworkSpec spec =
                small().outsiders(1).unregistered(2).historyEpochs(10).build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Specs.NOON);
                SimulatedNode node = SimulatedNode.start(chain)) {
            NodeClient client = new NodeClient(node);
            List<SimulatedValidator> last = chain.validators().subList(7, 10);
            assertThat(last)
                    .extracting(SimulatedValidator::kind)
                    .containsExactly(Kind.OUTSIDER, Kind.UNREGISTERED, Kind.UNREGISTERED);
            for (SimulatedValidator validator : last.subList(1, 3)) {
                for (long epoch = NOW; epoch <= NOW + 2; epoch++) {
                    assertThat(candidates(client, epoch).toString()).doesNotContain(hex(validator));
                }
                assertThat(registrations(client, NOW, validator)).isEmpty();
                assertThat(members(client, chain)).doesNotContain(hex(validator));
                assertThat(validator.keystoreFileNames()).hasSize(3);
            }
            assertThat(members(client, chain)).contains(hex(last.get(0)));
        }
    }

    @Test
    void invalidRegistrationIsListedWithItsReasonAndGivesNoSeat() throws Exception {
        NetworkSpec spec = small().invalid(1).historyEpochs(10).build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Specs.NOON);
                SimulatedNode node = SimulatedNode.start(chain)) {
            NodeClient client = new NodeClient(node);
            SimulatedValidator invalid = chain.validators().get(7);
            assertThat(invalid.kind()).isEqualTo(Kind.INVALID);
            JsonNode entries =
                    candidates(client, NOW).get("candidateRegistrations").get(Hex.encode(invalid.poolKey()));
            assertThat(entries).hasSize(1);
            assertThat(entries.at("/0/sidechainPubKey").textValue()).isEqualTo(hex(invalid));
            assertThat(entries.at("/0/isValid").asBoolean(true)).isFalse();
            assertThat(entries.at("/0/invalidReasons"))
                    .isEqualTo(NodeClient.JSON.readTree("{\"InvalidRegistrationData\":\"InvalidTxInput\"}"));
            assertThat(entries.at("/0/stakeDelegation").asLong())
                    .isEqualTo(invalid.stakeLovelace())
                    .isPositive();
            assertThat(registrations(client, NOW, invalid)).isEqualTo(entries);
            assertThat(members(client, chain)).doesNotContain(hex(invalid));
            node.change(behaviour -> behaviour.candidateShape(CandidateShape.OLD));
            assertThat(candidates(client, NOW)
                            .get("candidateRegistrations")
                            .get(Hex.encode(invalid.poolKey()))
                            .at("/0/grandpaPubKey")
                            .textValue())
                    .isEqualTo(Hex.encode(invalid.grandpaKey()));
        }
    }

    @Test
    void pendingRegistrationIsThereFromItsMainchainEpochOnAndThenGetsSeats() throws Exception {
        // A mainchain epoch is ten sidechain epochs.
        NetworkSpec spec = small().pending(1, 1)
                .pending(1, 2)
                .mainchainFirstEpochMs(0)
                .mainchainEpochMs(10 * 30 * 6000)
                .historyEpochs(15)
                .build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Specs.NOON);
                SimulatedNode node = SimulatedNode.start(chain)) {
            NodeClient client = new NodeClient(node);
            long now = status(client).at("/mainchain/epoch").asLong();
            SimulatedValidator next = chain.validators().get(7);
            SimulatedValidator afterNext = chain.validators().get(8);
            assertThat(next.registeredFrom()).hasValue(now + 1);
            assertThat(afterNext.registeredFrom()).hasValue(now + 2);
            assertThat(listed(client, now, next)).isFalse();
            assertThat(listed(client, now + 1, next)).isTrue();
            assertThat(listed(client, now + 2, next)).isTrue();
            assertThat(listed(client, now + 1, afterNext)).isFalse();
            assertThat(listed(client, now + 2, afterNext)).isTrue();
            assertThat(registrations(client, now, next)).isEmpty();
            JsonNode entry = registrations(client, now + 1, next).get(0);
            assertThat(entry.get("isValid").asBoolean()).isTrue();
            assertThat(members(client, chain)).doesNotContain(hex(next), hex(afterNext));

            chain.advanceSlots(25 * 30);
            assertThat(status(client).at("/mainchain/epoch").asLong()).isGreaterThanOrEqualTo(now + 2);
            assertThat(listed(client, now, next)).isFalse();
            assertThat(members(client, chain)).contains(hex(next));
        }
    }

    @Test
    void withoutRegisteredSeatsValidRegistrationsHaveNone() throws Exception {
        NetworkSpec spec = small().registeredSeats(0).historyEpochs(10).build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Specs.NOON);
                SimulatedNode node = SimulatedNode.start(chain)) {
            NodeClient client = new NodeClient(node);
            JsonNode answer = candidates(client, NOW);
            assertThat(answer.at("/dParameter/numRegisteredCandidates").asInt(-1))
                    .isZero();
            for (SimulatedValidator registered : chain.validators().subList(4, 7)) {
                assertThat(registered.kind()).isEqualTo(Kind.REGISTERED);
                assertThat(registrations(client, NOW, registered)
                                .at("/0/isValid")
                                .asBoolean())
                        .isTrue();
                assertThat(members(client, chain)).doesNotContain(hex(registered));
            }
            assertThat(members(client, chain)).hasSize(4);
        }
    }

    @Test
    void onlyTheDeprecatedMethodReadsZeroForTheDParameter() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(small().build(), Specs.NOON);
                SimulatedNode node = SimulatedNode.start(
                        chain, 0, NodeBehaviour.builder().zeroDParameter(true).build())) {
            NodeClient client = new NodeClient(node);
            JsonNode effective =
                    NodeClient.JSON.readTree("{\"numPermissionedCandidates\":5,\"numRegisteredCandidates\":4}");
            assertThat(client.result("sidechain_getAriadneParameters", "[" + NOW + "]")
                            .get("dParameter"))
                    .isEqualTo(NodeClient.JSON.readTree(
                            "{\"numPermissionedCandidates\":0,\"numRegisteredCandidates\":0}"));
            assertThat(candidates(client, NOW).get("dParameter")).isEqualTo(effective);
            assertThat(client.result("systemParameters_getDParameter", "[]")).isEqualTo(effective);
            node.change(behaviour -> behaviour.zeroDParameter(false));
            assertThat(client.result("sidechain_getAriadneParameters", "[" + NOW + "]")
                            .get("dParameter"))
                    .isEqualTo(effective);
        }
    }

    @Test
    void situationsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> small().wrongAuraKeys(7).build())
                .hasMessage("a wrong Aura key is at place 7 of a roster of 7");
        assertThatThrownBy(() -> small().pending(1, 3).build())
                .hasMessage("a registration is pending for 3 mainchain epochs, expected 1 to 2");
        assertThatThrownBy(() -> small().invalid(-1).build()).hasMessage("invalid is -1, expected at least 0");
    }

    private static NetworkSpecBuilder small() {
        return NetworkSpec.builder()
                .slotsPerEpoch(30)
                .permissionedSeats(5)
                .registeredSeats(4)
                .permissionedCandidates(4)
                .registeredCandidates(3);
    }

    private static String hex(SimulatedValidator validator) {
        return validator.sidechainKey().hex();
    }

    private static boolean hasKey(NodeClient client, String key, String type) throws Exception {
        return client.result("author_hasKey", "[\"" + key + "\",\"" + type + "\"]")
                .asBoolean();
    }

    private static JsonNode status(NodeClient client) throws Exception {
        return client.result("sidechain_getStatus", "[]");
    }

    private static JsonNode candidates(NodeClient client, long epoch) throws Exception {
        return client.result("systemParameters_getAriadneParameters", "[" + epoch + "]");
    }

    private static boolean listed(NodeClient client, long epoch, SimulatedValidator validator) throws Exception {
        return candidates(client, epoch).get("candidateRegistrations").has(Hex.encode(validator.poolKey()));
    }

    private static JsonNode registrations(NodeClient client, long epoch, SimulatedValidator validator)
            throws Exception {
        return client.result(
                "sidechain_getRegistrations", "[" + epoch + ",\"" + Hex.encode(validator.poolKey()) + "\"]");
    }

    /** Sidechain keys of everybody who sat in a committee of the last ten epochs. */
    private static Set<String> members(NodeClient client, SimulatedChain chain) throws Exception {
        long now = chain.heads().best().state().committeeEpoch();
        Set<String> members = new HashSet<>();
        for (long epoch = now - 8; epoch <= now; epoch++) {
            client.result("sidechain_getEpochCommittee", "[" + epoch + "]")
                    .get("committee")
                    .forEach(member -> members.add(member.get("sidechainPubKey").textValue()));
        }
        return members;
    }
}
