package io.mvm.chain.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.BlockHash;
import io.mvm.chain.Digest;
import io.mvm.chain.DigestItem;
import io.mvm.chain.Header;
import io.mvm.chain.Hex;
import io.mvm.chain.scale.ScaleException;
import io.mvm.chain.scale.ScaleWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Digest logs byte by byte, as a node writes them. */
class RecordedDigestTest {
    private static final String SLOT = "0x066175726120778c911100000000";
    private static final String VERSION = "0x044d4e53561051460000";
    private static final String MAINCHAIN = "0x066d63736880" + "db".repeat(32);
    private static final String SEAL = "0x05617572610101" + "ab".repeat(64);
    private static final AuraEngine AURA = new AuraEngine();

    @Test
    void readsSlotAndVersionWhereverTheyStand() {
        for (List<String> logs : List.of(
                List.of(SLOT, MAINCHAIN, VERSION, SEAL),
                List.of(VERSION, MAINCHAIN, SLOT, SEAL),
                List.of("0x08", "0x00abcd", SLOT, VERSION, SEAL))) {
            Header header = header(logs);
            assertThat(AURA.authored(header)).isTrue();
            assertThat(AURA.slot(header)).isEqualTo(294_751_351);
            assertThat(header.specVersion()).hasValue(18001);
        }
    }

    @Test
    void namesTheOwnerOfTheSlot() {
        AuthoritySet six = AuthoritySet.of(keys(6));
        Seat author = AURA.author(six, header(List.of(SLOT, SEAL)));
        assertThat(author.index()).isEqualTo(294_751_351 % 6);
        assertThat(author.key()).isEqualTo(six.seat(author.index()));
        assertThat(AURA.owner(six, -1L).index()).isEqualTo((int) Long.remainderUnsigned(-1L, 6));
    }

    @ParameterizedTest
    @CsvSource({"2,0901", "6,0903", "130,0d41", "1200,0e580200"})
    void readsAnAuthoritiesChange(int seats, String length) {
        List<AuraKey> keys = keys(seats);
        byte[] log = change(keys, 0);
        assertThat(Hex.encode(log)).startsWith("0x0461757261" + length + "01");
        assertThat(AuraEngine.announced(header(List.of(SLOT, Hex.encode(log), SEAL))))
                .contains(AuthoritySet.of(keys));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 130})
    void refusesAnAuthoritiesChangeWithTrailingBytes(int seats) {
        String log = Hex.encode(change(keys(seats), 1));
        Header header = header(List.of(SLOT, log, SEAL));
        assertThatThrownBy(() -> AuraEngine.announced(header)).isInstanceOf(ScaleException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 130})
    void refusesALogWithBytesAfterItsPayload(int seats) {
        byte[] log = change(keys(seats), 0);
        byte[] longer = Arrays.copyOf(log, log.length + 1);
        assertThatThrownBy(() -> DigestItem.of(longer))
                .isInstanceOf(ScaleException.class)
                .hasMessageContaining("1 bytes too many");
        assertThatThrownBy(() -> DigestItem.of(Arrays.copyOf(log, log.length - 1)))
                .isInstanceOf(ScaleException.class);
    }

    @Test
    void takesADisabledNoticeForNoChange() {
        assertThat(AuraEngine.announced(header(List.of(SLOT, "0x0461757261140205000000", SEAL))))
                .isEmpty();
        assertThat(AuraEngine.announced(header(List.of(SLOT, SEAL)))).isEmpty();
    }

    @Test
    void claimsNoBlockOfAnotherEngine() {
        String babe = "0x0642414245" + "34" + "02" + "05000000" + "778c911100000000";
        assertThat(AURA.authored(header(List.of(SLOT, babe, SEAL)))).isTrue();
        assertThat(AURA.authored(header(List.of(babe)))).isFalse();
        assertThat(AURA.authored(header(List.of(SLOT, SLOT)))).isFalse();
        assertThat(AURA.authored(header(List.of(SLOT, "0x05424142450101" + "ab".repeat(64)))))
                .isFalse();
        assertThat(AURA.authored(header(List.of()))).isFalse();
        assertThat(ConsensusEngines.known().of(header(List.of(babe)))).isEmpty();
    }

    @Test
    void refusesASlotOfTheWrongLength() {
        Header header = header(List.of("0x06617572611c778c9111000000", SEAL));
        assertThatThrownBy(() -> AURA.slot(header)).isInstanceOf(ScaleException.class);
    }

    private static byte[] change(List<AuraKey> keys, int trailing) {
        ScaleWriter payload = new ScaleWriter().u8(1).compact(keys.size());
        keys.forEach(key -> payload.bytes(key.toBytes()));
        byte[] bytes = payload.bytes(new byte[trailing]).toBytes();
        return new ScaleWriter()
                .u8(4)
                .bytes("aura".getBytes(StandardCharsets.US_ASCII))
                .compact(bytes.length)
                .bytes(bytes)
                .toBytes();
    }

    private static List<AuraKey> keys(int count) {
        List<AuraKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] key = new byte[AuraKey.LENGTH];
            key[0] = (byte) i;
            key[1] = (byte) (i >> 8);
            keys.add(AuraKey.of(key));
        }
        return keys;
    }

    private static Header header(List<String> logs) {
        BlockHash zero = BlockHash.of(new byte[BlockHash.LENGTH]);
        return new Header(
                7,
                zero,
                zero,
                zero,
                new Digest(
                        logs.stream().map(log -> DigestItem.of(Hex.decode(log))).toList()));
    }
}
