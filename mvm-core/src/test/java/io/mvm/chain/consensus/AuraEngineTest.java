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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuraEngineTest {
    private static final String SLOT = "0x066175726120778c911100000000";
    private static final String AURA_SEAL = "0x05617572610101" + "ab".repeat(64);
    private static final String BABE_PLAIN = "0x06424142453402070000000c8d911100000000";
    private static final String BABE_SEAL = "0x05424142450101" + "ab".repeat(64);
    private static final BlockHash ZERO = BlockHash.of(new byte[BlockHash.LENGTH]);

    private final AuraEngine aura = new AuraEngine();
    private final ConsensusEngines engines = ConsensusEngines.known();

    @Test
    void readsTheSlotWhereverItsItemStands() {
        Header header = header("0x066d637368800404db" + "00".repeat(29), "0x044d4e53561051460000", SLOT, AURA_SEAL);
        assertThat(engines.of(header))
                .hasValueSatisfying(engine -> assertThat(engine.name()).isEqualTo("aura"));
        assertThat(aura.slot(header)).isEqualTo(294_751_351L);
        assertThat(header.specVersion()).hasValue(18_001);
    }

    @Test
    void anAuraItemDecidesThoughBabeRidesAlong() {
        Header dual = header(SLOT, BABE_PLAIN, AURA_SEAL);
        assertThat(engines.of(dual)).isPresent();
    }

    @Test
    void neverGuessesAtABlockOfAnotherEngine() {
        assertThat(engines.of(header(BABE_PLAIN, BABE_SEAL))).isEmpty();
        assertThat(engines.of(header(SLOT, BABE_SEAL))).isEmpty();
        assertThat(engines.of(header(SLOT, SLOT, AURA_SEAL))).isEmpty();
        assertThat(engines.of(header())).isEmpty();
    }

    @Test
    void refusesASlotOfTheWrongLength() {
        Header header = header("0x066175726124778c91110000000000", AURA_SEAL);
        assertThatThrownBy(() -> aura.slot(header))
                .isInstanceOf(ScaleException.class)
                .hasMessage("aura slot of header 7 has 1 bytes too many");
    }

    @Test
    void findsTheOwnerByUnsignedRemainder() {
        AuthoritySet set = AuthoritySet.of(List.of(key(1), key(2), key(3)));
        assertThat(aura.author(set, header(SLOT, AURA_SEAL))).isEqualTo(new Seat(1, key(2)));
        // 2^64 - 1 is divisible by 3; as a signed number it would be -1.
        assertThat(aura.owner(set, -1L)).isEqualTo(new Seat(0, key(1)));
    }

    @Test
    void readsAnnouncedAuthorities() {
        String keys = "01".repeat(32) + "02".repeat(32);
        Header change = header(SLOT, "0x0461757261" + "0901" + "01" + "08" + keys, AURA_SEAL);
        assertThat(AuraEngine.announced(change)).contains(AuthoritySet.of(List.of(key(1), key(2))));
        Header disabled = header(SLOT, "0x0461757261" + "14" + "02" + "05000000", AURA_SEAL);
        assertThat(AuraEngine.announced(disabled)).isEmpty();
        assertThat(AuraEngine.announced(header(SLOT, AURA_SEAL))).isEmpty();
    }

    @Test
    void refusesAnAnnouncementThatIsCutShort() {
        Header broken = header(SLOT, "0x0461757261" + "88" + "01" + "08" + "01".repeat(32));
        assertThatThrownBy(() -> AuraEngine.announced(broken))
                .isInstanceOf(ScaleException.class)
                .hasMessage("the authority list says 2 keys of 32 bytes but 32 bytes follow");
    }

    private static Header header(String... logs) {
        return new Header(
                7,
                ZERO,
                ZERO,
                ZERO,
                new Digest(
                        Arrays.stream(logs).map(Hex::decode).map(DigestItem::of).toList()));
    }

    private static AuraKey key(int fill) {
        byte[] bytes = new byte[AuraKey.LENGTH];
        Arrays.fill(bytes, (byte) fill);
        return AuraKey.of(bytes);
    }
}
