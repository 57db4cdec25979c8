package io.mvm.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mvm.chain.AuraKey;
import io.mvm.chain.SidechainKey;
import io.mvm.rpc.RpcException.Kind;
import io.mvm.validator.Candidate;
import io.mvm.validator.Candidates;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CandidatesDecoderTest extends NodeFixture {
    private static final String KEY = "0x02" + "a1".repeat(32);
    private static final String OTHER_KEY = "0x03" + "b2".repeat(32);
    private static final String AURA = "0x" + "8e".repeat(32);
    private static final String GRANDPA = "0x" + "77".repeat(32);
    private static final String BABE = "0x" + "55".repeat(32);
    private static final String POOL = "0x" + "75".repeat(32);
    private static final String SEATS =
            "\"dParameter\":{\"numPermissionedCandidates\":1100,\"numRegisteredCandidates\":100}";

    @Test
    void readsTheShapeWithKeys() throws IOException {
        Candidates candidates = read("{" + SEATS + ",\"permissionedCandidates\":[{\"sidechainPublicKey\":\"" + KEY
                + "\",\"keys\":{\"aura\":\"" + AURA + "\",\"gran\":\"" + GRANDPA + "\",\"babe\":\"" + BABE
                + "\",\"later\":\"0x00\"},\"isValid\":true},{\"sidechainPublicKey\":\"" + OTHER_KEY
                + "\",\"keys\":{},\"isValid\":false,\"invalidReasons\":\"InvalidAccountKeys\"}],"
                + "\"candidateRegistrations\":{\"" + POOL + "\":[{\"sidechainPubKey\":\"" + OTHER_KEY
                + "\",\"sidechainAccountId\":\"5EP2\",\"mainchainPubKey\":\"" + POOL + "\",\"crossChainPubKey\":\""
                + OTHER_KEY + "\",\"keys\":{\"aura\":\"" + AURA + "\",\"gran\":\"" + GRANDPA
                + "\"},\"utxo\":{\"utxoId\":\"a4#0\",\"epochNumber\":303},\"stakeDelegation\":2380000000,"
                + "\"isValid\":false,\"invalidReasons\":{\"InvalidRegistrationData\":\"InvalidTxInput\"}}]}}");

        assertThat(candidates.mainchainEpoch()).isEqualTo(1178);
        assertThat(candidates.permissionedSeats()).isEqualTo(1100);
        assertThat(candidates.registeredSeats()).isEqualTo(100);
        assertThat(candidates.entries())
                .containsExactly(
                        new Candidate(
                                SidechainKey.parse(KEY),
                                Candidate.Kind.PERMISSIONED,
                                Optional.of(AuraKey.parse(AURA)),
                                Optional.of(GRANDPA),
                                Optional.of(BABE),
                                Optional.empty(),
                                OptionalLong.empty(),
                                true,
                                ""),
                        new Candidate(
                                SidechainKey.parse(OTHER_KEY),
                                Candidate.Kind.PERMISSIONED,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                OptionalLong.empty(),
                                false,
                                "\"InvalidAccountKeys\""),
                        new Candidate(
                                SidechainKey.parse(OTHER_KEY),
                                Candidate.Kind.REGISTERED,
                                Optional.of(AuraKey.parse(AURA)),
                                Optional.of(GRANDPA),
                                Optional.empty(),
                                Optional.of(POOL),
                                OptionalLong.of(2_380_000_000L),
                                false,
                                "{\"InvalidRegistrationData\":\"InvalidTxInput\"}"));
    }

    @Test
    void readsTheOldShape() throws IOException {
        Candidates candidates = read("{" + SEATS + ",\"permissionedCandidates\":[{\"sidechainPublicKey\":\"" + KEY
                + "\",\"auraPublicKey\":\"" + AURA + "\",\"grandpaPublicKey\":\"" + GRANDPA
                + "\",\"isValid\":true}],\"candidateRegistrations\":{\"" + POOL + "\":[{\"sidechainPubKey\":\""
                + OTHER_KEY + "\",\"auraPubKey\":\"" + AURA + "\",\"grandpaPubKey\":\"" + GRANDPA
                + "\",\"isValid\":true}]}}");

        assertThat(candidates.entries()).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.aura()).contains(AuraKey.parse(AURA));
            assertThat(entry.grandpa()).contains(GRANDPA);
            assertThat(entry.valid()).isTrue();
            assertThat(entry.stakeLovelace()).isEmpty();
        });
    }

    @Test
    void takesNullForAnEmptyList() throws IOException {
        assertThat(read("{" + SEATS + ",\"permissionedCandidates\":null,\"candidateRegistrations\":{}}")
                        .entries())
                .isEmpty();
    }

    @Test
    void takesReasonsOfAnyShape() throws IOException {
        List<Candidate> entries = read("{" + SEATS + ",\"permissionedCandidates\":[{\"sidechainPublicKey\":\"" + KEY
                        + "\",\"keys\":null,\"isValid\":false,\"invalidReasons\":[\"A\", {\"b\": 1}]}]}")
                .entries();
        assertThat(entries.get(0).invalidReasons()).isEqualTo("[\"A\",{\"b\":1}]");
    }

    @Test
    void goesOnAfterARegistrationThatIsGarbage() throws IOException {
        List<Candidate> entries = read("{" + SEATS + ",\"candidateRegistrations\":{\"" + POOL
                        + "\":[{\"sidechainPubKey\":\"0xdead\",\"keys\":{},\"isValid\":false},{\"sidechainPubKey\":\""
                        + KEY + "\",\"keys\":{\"aura\":\"0x12\",\"gran\":null},\"isValid\":false}]}}")
                .entries();
        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).aura()).isEmpty();
        assertThat(entries.get(0).grandpa()).isEmpty();
    }

    @Test
    void insistsOnTheSeats() {
        assertThatThrownBy(() -> read("{\"permissionedCandidates\":[]}")).hasMessageContaining("dParameter");
    }

    @Test
    void prefersTheNewerMethodAndFallsBackWhereTheRuntimeLacksIt() {
        FakeNode fake = fake(3);
        fake.answer(
                "rpc_methods", params -> FakeNode.result("{\"methods\":[\"systemParameters_getAriadneParameters\"]}"));
        String old = "{\"dParameter\":{\"numPermissionedCandidates\":0,\"numRegisteredCandidates\":0}}";
        fake.answer("systemParameters_getAriadneParameters", params -> FakeNode.result("{" + SEATS + "}"));
        fake.answer("sidechain_getAriadneParameters", params -> FakeNode.result(old));
        FailoverNode node = node(fake);
        assertThat(node.candidates(7).orElseThrow().permissionedSeats()).isEqualTo(1100);

        fake.answer(
                "systemParameters_getAriadneParameters",
                params -> FakeNode.error(-32603, "Runtime API error: Exported method X is not found"));
        assertThat(node.candidates(7).orElseThrow().permissionedSeats()).isZero();
    }

    @Test
    void saysNothingWhereTheNodeHasNeitherMethodAndFailsWhereItRefuses() {
        FakeNode fake = fake(3);
        FailoverNode node = node(fake);
        assertThat(node.candidates(7)).isEmpty();
        assertThat(node.sidechainStatus()).isEmpty();
        assertThat(node.identity()).isEqualTo(new NodeIdentity(null, null, null, null));
        fake.answer(
                "sidechain_getAriadneParameters",
                params -> FakeNode.error(-32601, "RPC call is unsafe to be called externally"));
        failure(Kind.REFUSED, () -> node.candidates(7));
    }

    private static Candidates read(String text) throws IOException {
        return DecodersTest.decode(text, new CandidatesDecoder(1178));
    }
}
