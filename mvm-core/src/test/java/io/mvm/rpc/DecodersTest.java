package io.mvm.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mvm.chain.Hex;
import io.mvm.chain.scale.ScaleWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodersTest {
    private static final TestChain CHAIN = new TestChain(1, 3);

    static <T> T decode(String text, Decoder<T> decoder) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Json json = new Json(bytes, bytes.length)) {
            json.next();
            T value = decoder.read(json);
            json.end();
            return value;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0x0,0",
        "0x00000000,0",
        "0x332534,3351860",
        "0x00000000000000000000000010,16",
        "0x7fffffffffffffff," + Long.MAX_VALUE,
        "0xAb,171"
    })
    void readsHeightsPaddedOrNot(String text, long height) throws IOException {
        Long read = decode('"' + text + '"', json -> json.height("height"));
        assertThat(read).isEqualTo(height);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"0x\"", "\"12\"", "\"0xg\"", "\"0x8000000000000000\"", "-1", "true", "null", "\"0x\u00e9\""})
    void refusesWhatIsNoHeight(String text) {
        assertThatThrownBy(() -> decode(text, json -> json.height("height"))).isInstanceOf(WireException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0x1\"", "\"\"", "\"ab\"", "\"0xzz\"", "\"0x\u00e9\u00e9\"", "1", "[]"})
    void refusesWhatIsNoHex(String text) {
        assertThatThrownBy(() -> decode(text, json -> json.hex("bytes")))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("bytes");
    }

    @Test
    void namesTheFieldThatAHeaderLacks() {
        String header = TestChain.json(CHAIN.header(1));
        assertThatThrownBy(() -> decode(header.replace("stateRoot", "else"), Decoders::header))
                .isInstanceOf(WireException.class)
                .hasMessage("the header at byte 0 lacks its stateRoot");
    }

    @Test
    void refusesADigestLogThatIsCutShort() {
        String header = TestChain.json(CHAIN.header(1)).replaceFirst("0x066175726120[0-9a-f]*", "0x0661757261208c91");
        assertThatThrownBy(() -> decode(header, Decoders::header))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("the digest log at byte");
    }

    @Test
    void findsTheTimestampAmongOtherExtrinsics() throws IOException {
        String time = TestChain.timestamp(1_768_508_106_123L);
        assertThat(time).hasSize(2 + 2 * 11).startsWith("0x280401000b");
        assertThat(block("\"0x" + "00".repeat(5000) + "\",\"" + time + "\",\"0x10\"")
                        .timestampMs())
                .isEqualTo(OptionalLong.of(1_768_508_106_123L));
        assertThat(block("\"" + time + "\"").extrinsics()).isEqualTo(1);
    }

    @Test
    void readsTheTimestampOfANewerExtrinsicVersion() throws IOException {
        byte[] call =
                new ScaleWriter().u8(5).u8(1).u8(0).compact(1_768_508_106_123L).toBytes();
        String time =
                Hex.encode(new ScaleWriter().compact(call.length).bytes(call).toBytes());
        assertThat(block('"' + time + '"').timestampMs()).isEqualTo(OptionalLong.of(1_768_508_106_123L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // no extrinsics at all
                "\"0x\"",
                "\"0x280401000b\"", // cut short
                "\"0x2c0401000b8b254cc39b01\"", // length says more
                "\"0x280402000b8b254cc39b01\"", // another pallet
                "\"0x280401010b8b254cc39b01\"", // another call
                "\"0x288401000b8b254cc39b01\"", // signed
                "\"0x2c0401000b8b254cc39b0100\"", // a byte too many
                "\"not hex\"",
                "\"0x28\\u00304\"", // escaped
            })
    void leavesTheTimeUnknownWhereNoTimestampIsRecognised(String extrinsics) throws IOException {
        assertThat(block(extrinsics).timestampMs()).isEmpty();
    }

    @Test
    void refusesExtrinsicsThatAreNoStrings() {
        assertThatThrownBy(() -> block("1")).isInstanceOf(WireException.class).hasMessageContaining("extrinsic 0");
    }

    @Test
    void refusesABlockWithoutABody() {
        String text = "{\"block\":{\"header\":" + TestChain.json(CHAIN.header(1)) + "}}";
        assertThatThrownBy(() -> decode(text, Decoders::block)).hasMessageContaining("lacks its extrinsics");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"'\"slot\":294751351,';294751351", "'';-1", "'\"slot\":null,';-1"})
    void readsTheSidechainStatusWithOrWithoutItsSlot(String slot, long expected) throws IOException {
        SidechainStatus status = decode(
                "{\"sidechain\":{\"epoch\":982504," + slot + "\"nextEpochTimestamp\":1768509000000},\"mainchain\":"
                        + "{\"epoch\":1178,\"slot\":101852106,\"nextEpochTimestamp\":1768521600000},\"new\":[{}]}",
                Decoders::sidechainStatus);
        assertThat(status)
                .isEqualTo(new SidechainStatus(
                        982504,
                        expected < 0 ? OptionalLong.empty() : OptionalLong.of(expected),
                        1768509000000L,
                        1178,
                        101852106,
                        1768521600000L));
    }

    @Test
    void readsNotificationsAndAnswersOfASocket() throws IOException {
        SocketMessage message = SocketMessage.read("{\"params\":{\"result\":" + TestChain.json(CHAIN.header(2))
                + ",\"subscription\":17},\"jsonrpc\":\"2.0\",\"method\":\"chain_newHead\"}");
        assertThat(message).isEqualTo(new SocketMessage(null, "17", null, "chain_newHead", CHAIN.header(2)));
        assertThat(SocketMessage.read("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":\"kSxQ2yvT0aPq9L3b\"}"))
                .isEqualTo(new SocketMessage(7L, "kSxQ2yvT0aPq9L3b", null, null, null));
    }

    private static Decoders.Body block(String extrinsics) throws IOException {
        return decode(
                "{\"justifications\":[[[70,82,78,75],[1,2]]],\"block\":{\"extrinsics\":[" + extrinsics + "],\"header\":"
                        + TestChain.json(CHAIN.header(1)) + "}}",
                Decoders::block);
    }
}
