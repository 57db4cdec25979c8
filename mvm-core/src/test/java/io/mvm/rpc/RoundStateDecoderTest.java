package io.mvm.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mvm.rpc.RoundState.Round;
import java.io.IOException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundStateDecoderTest {
    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private static final String ALICE_KEY = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
    private static final String BOB = "0x8EAF04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48";

    private static String state(String missing) {
        return "{\"setId\":4711,"
                + "\"best\":{\"round\":37,\"totalWeight\":130,\"thresholdWeight\":87,"
                + "\"prevotes\":{\"currentWeight\":128,\"missing\":[" + missing + "]},"
                + "\"precommits\":{\"currentWeight\":90,\"missing\":[]},\"later\":[{}]},"
                + "\"background\":[{\"round\":36,\"totalWeight\":130,\"thresholdWeight\":87,"
                + "\"prevotes\":{\"currentWeight\":130,\"missing\":[]},"
                + "\"precommits\":{\"currentWeight\":129,\"missing\":[\"" + ALICE + "\"]}}]}";
    }

    @Test
    void readsRoundsWithVotersBySs58OrHex() throws IOException {
        RoundState state = DecodersTest.decode(state("\"" + ALICE + "\",\"" + BOB + "\""), RoundStateDecoder::read);
        assertThat(state.voterRuns()).isTrue();
        assertThat(state.setId()).isEqualTo(4711);
        Round best = state.best();
        assertThat(best.round()).isEqualTo(37);
        assertThat(best.totalWeight()).isEqualTo(130);
        assertThat(best.thresholdWeight()).isEqualTo(87);
        assertThat(best.prevotes().weight()).isEqualTo(128);
        assertThat(best.prevotes().missing())
                .containsExactlyInAnyOrder(
                        ALICE_KEY, "0x8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48");
        assertThat(best.precommits().missing()).isEmpty();
        assertThat(state.background()).hasSize(1);
        assertThat(state.background().get(0).precommits().missing()).containsExactly(ALICE_KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ\"",
                "\"0x8eaf\"",
                "\"0xzzaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48\"",
                "42",
                "null",
                "{}"
            })
    void anIdThatCannotBeReadSpoilsTheAnswer(String id) {
        assertThatThrownBy(() -> DecodersTest.decode(state(id), RoundStateDecoder::read))
                .isInstanceOf(WireException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setId",
                "best",
                "round",
                "totalWeight",
                "thresholdWeight",
                "prevotes",
                "currentWeight",
                "missing"
            })
    void namesWhatIsMissing(String field) {
        String broken = state("").replaceFirst("\"" + field + "\"", "\"other\"");
        assertThatThrownBy(() -> DecodersTest.decode(broken, RoundStateDecoder::read))
                .isInstanceOf(WireException.class)
                .hasMessageContaining(field);
    }

    @Test
    void refusesNegativeWeights() {
        assertThatThrownBy(() -> DecodersTest.decode(state("").replace("128", "-1"), RoundStateDecoder::read))
                .hasMessageContaining("currentWeight")
                .hasMessageContaining("-1");
    }

    @Test
    void readsSyncTargetsWithAndWithoutTheHighest() throws IOException {
        assertThat(DecodersTest.decode(
                        "{\"startingBlock\":12,\"currentBlock\":50,\"highestBlock\":128}", Decoders::syncTarget))
                .isEqualTo(new SyncTarget(12, 50, OptionalLong.of(128)));
        assertThat(DecodersTest.decode(
                        "{\"startingBlock\":12,\"currentBlock\":50,\"highestBlock\":null}", Decoders::syncTarget))
                .isEqualTo(new SyncTarget(12, 50, OptionalLong.empty()));
        assertThat(DecodersTest.decode("{\"startingBlock\":12,\"currentBlock\":50}", Decoders::syncTarget))
                .isEqualTo(new SyncTarget(12, 50, OptionalLong.empty()));
        assertThatThrownBy(() -> DecodersTest.decode("{\"startingBlock\":12}", Decoders::syncTarget))
                .hasMessageContaining("currentBlock");
    }
}
