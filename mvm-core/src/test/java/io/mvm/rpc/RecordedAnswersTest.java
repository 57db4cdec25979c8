package io.mvm.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.chain.AuthoritySet;
import io.mvm.chain.BlockHash;
import io.mvm.chain.Digest;
import io.mvm.chain.Header;
import io.mvm.chain.scale.ScaleReader;
import io.mvm.rpc.Answers.Answer;
import io.mvm.rpc.RpcException.Kind;
import io.mvm.validator.Committee;
import io.mvm.validator.CommitteeMember;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** Decodes what a node running the Midnight preview runtime (spec 18000) answered; see the README beside the files. */
class RecordedAnswersTest {
    private static final String FIRST_AURA = "0x8e2135d1086b6b26143e600986e64b5f5d38a67ebedccbe24c5471cd2755e35f";

    @Test
    void readsTheAuthorities() {
        AuthoritySet authorities = AuthoritySet.read(new ScaleReader(state("AuraApi_authorities")));
        assertThat(authorities.size()).isEqualTo(6);
        assertThat(authorities.seat(0)).hasToString(FIRST_AURA);
        assertThat(authorities.seat(5))
                .hasToString("0x643db0035965b76ebb999f1e1d2634ede0679d92b6fdad9f2d1ba9acee47bc4c");
    }

    @Test
    void readsTheSlotDuration() {
        ScaleReader reader = new ScaleReader(state("AuraApi_slot_duration"));
        assertThat(reader.u64()).isEqualTo(6000);
        reader.end("slot duration");
    }

    @Test
    void readsTheSlotConfig() {
        ScaleReader reader = new ScaleReader(state("SlotApi_slot_config"));
        assertThat(reader.u32()).isEqualTo(300);
        assertThat(reader.u64()).isEqualTo(6000);
        reader.end("slot config");
    }

    @Test
    void readsTheSidechainStatusOfTheRuntime() {
        ScaleReader reader = new ScaleReader(state("GetSidechainStatus_get_sidechain_status"));
        assertThat(reader.u64()).isZero();
        assertThat(reader.u64()).isZero();
        assertThat(reader.u32()).isEqualTo(300);
        reader.end("sidechain status");
    }

    @Test
    void readsTheCommittee() {
        Committee committee = Committee.decode(state("SessionValidatorManagementApi_get_current_committee"));
        assertThat(committee.epoch()).isZero();
        assertThat(committee.members()).hasSize(6).allMatch(CommitteeMember::permissioned);
        CommitteeMember first = committee.members().get(0);
        assertThat(first.key()).hasToString("0x0287d649e5818aae04026482d8060f6cbb4b71fa063cf29ee83a81dbd7de601d0b");
        assertThat(first.aura()).hasToString(FIRST_AURA);
        assertThat(first.grandpa()).isEqualTo("0x778785d70f5f950c92ed80aad45cbe1bd941f814a76ba67e8d5a98e84f5a76cb");
        assertThat(first.stakePool()).isEmpty();
        assertThat(committee.matches(AuthoritySet.read(new ScaleReader(state("AuraApi_authorities")))))
                .isTrue();
    }

    @Test
    void readsThatThereIsNoNextCommitteeYet() {
        assertThat(Committee.decodeOptional(state("SessionValidatorManagementApi_get_next_committee")))
                .isEmpty();
    }

    @Test
    void readsThatTheRuntimeHasNoEpochDuration() {
        Answer<byte[]> answer = answer("state_call.GetEpochDurationApi_get_epoch_duration_millis", Decoders::bytes);
        assertThat(answer.value()).isNull();
        assertThat(answer.error().code()).isNull();
        assertThat(answer.error().kind()).isEqualTo(Kind.FUNCTION_NOT_FOUND);
    }

    @Test
    void readsTheGrandpaAuthorities() {
        ScaleReader reader = new ScaleReader(state("GrandpaApi_grandpa_authorities"));
        assertThat(reader.compactInt()).isEqualTo(6);
        for (int i = 0; i < 6; i++) {
            reader.skip(32);
            assertThat(reader.u64()).isEqualTo(1);
        }
        reader.end("grandpa authorities");
    }

    @Test
    void readsTheHeaderWithItsPaddedNumber() {
        Header header = answer("chain_getHeader", Decoders::header).value();
        assertThat(header.number()).isZero();
        assertThat(header.parent()).isEqualTo(BlockHash.parse("45".repeat(32)));
        assertThat(header.stateRoot())
                .isEqualTo(BlockHash.parse("0b3655dea38cb07dbb4480243fc664bb60a2aa226d1ef9934709ae16a88d613c"));
        assertThat(header.digest()).isEqualTo(Digest.EMPTY);
        assertThat(header.specVersion()).isEmpty();
    }

    @Test
    void readsTheFinalizedHead() {
        assertThat(answer("chain_getFinalizedHead", Decoders::hash).value())
                .isEqualTo(BlockHash.parse("45".repeat(32)));
    }

    @Test
    void readsTheHealthOfADevelopmentNode() {
        assertThat(answer("system_health", Decoders::health).value()).isEqualTo(new NodeHealth(0, false, false));
    }

    @Test
    void readsTheRuntimeVersion() {
        RuntimeVersion version =
                answer("state_getRuntimeVersion", Decoders::runtimeVersion).value();
        assertThat(version.specName()).isEqualTo("midnight");
        assertThat(version.specVersion()).isEqualTo(18000);
        assertThat(version.apis()).hasSize(22).containsEntry("0xdd718d5cc53262d4", 1);
    }

    @Test
    void readsTheNames() {
        assertThat(answer("system_name", Decoders::text).value()).isEqualTo("Midnight Preview");
        assertThat(answer("system_chain", Decoders::text).value()).isEqualTo("midnight_preview");
    }

    private static byte[] state(String function) {
        return answer("state_call." + function, Decoders::bytes).value();
    }

    private static <T> Answer<T> answer(String name, Decoder<T> decoder) {
        String path = "/recorded/midnight-preview-0.18/" + name + ".json";
        try (InputStream in = RecordedAnswersTest.class.getResourceAsStream(path)) {
            byte[] text = in.readAllBytes();
            return Answers.one(text, text.length, 1, decoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
