package io.mvm.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.Hex;
import io.mvm.chain.scale.ScaleException;
import io.mvm.chain.scale.ScaleWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitteeTest {
    /** Variant bytes: permissioned and registered members mixed, of different lengths. */
    private static final int[] MIXED = {0, 1, 1, 0, 0, 1, 0};

    @ParameterizedTest
    @ValueSource(ints = {64, 96, 97, 129})
    void readsEveryKnownLengthOfSessionKeys(int keyBlock) {
        Committee committee = Committee.decode(encode(982_504, keyBlock, MIXED));

        assertThat(committee.epoch()).isEqualTo(982_504);
        assertThat(committee.members()).hasSize(MIXED.length);
        for (int i = 0; i < MIXED.length; i++) {
            CommitteeMember member = committee.members().get(i);
            assertThat(member.permissioned()).isEqualTo(MIXED[i] == 0);
            assertThat(member.key().hex()).isEqualTo("0x02" + hexByte(i + 1).repeat(32));
            assertThat(member.aura()).isEqualTo(aura(i));
            assertThat(member.grandpa()).isEqualTo("0x" + hexByte(i + 51).repeat(32));
            assertThat(member.stakePool())
                    .isEqualTo(
                            MIXED[i] == 0
                                    ? Optional.empty()
                                    : Optional.of("0x" + hexByte(i + 151).repeat(32)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 130, 1200})
    void readsCommitteesOfEverySize(int seats) {
        assertThat(Committee.decode(encode(1, 64, new int[seats])).members()).hasSize(seats);
    }

    @Test
    void readsAnOptionalCommittee() {
        byte[] inner = encode(5, 64, MIXED);
        byte[] some = new ScaleWriter().u8(1).bytes(inner).toBytes();
        assertThat(Committee.decodeOptional(some)).contains(Committee.decode(inner));
        assertThat(Committee.decodeOptional(new byte[] {0})).isEmpty();
        assertThatThrownBy(() -> Committee.decodeOptional(new byte[] {2})).isInstanceOf(ScaleException.class);
        assertThatThrownBy(() -> Committee.decodeOptional(new byte[] {0, 0})).isInstanceOf(ScaleException.class);
        assertThatThrownBy(() -> Committee.decodeOptional(new byte[0])).isInstanceOf(ScaleException.class);
    }

    @Test
    void comparesSeatBySeatWithAnAuthoritySet() {
        Committee committee = Committee.decode(encode(1, 64, 0, 1));
        assertThat(committee.matches(AuthoritySet.of(List.of(aura(0), aura(1)))))
                .isTrue();
        assertThat(committee.matches(AuthoritySet.of(List.of(aura(1), aura(0)))))
                .isFalse();
        assertThat(committee.matches(AuthoritySet.of(List.of(aura(0))))).isFalse();
    }

    @Test
    void refusesEveryCutAndEveryTrailingByte() {
        byte[] whole = encode(1, 64, MIXED);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Committee.decode(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(ScaleException.class);
        }
        assertThatThrownBy(() -> Committee.decode(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(ScaleException.class)
                .hasMessageContaining("none of the known member layouts");
    }

    @Test
    void refusesACountThatIsMoreThanTheBytesCanHold() {
        byte[] hostile = new ScaleWriter().u64(1).compact(500_000_000).toBytes();
        assertThatThrownBy(() -> Committee.decode(hostile)).isInstanceOf(ScaleException.class);
    }

    private static byte[] encode(long epoch, int keyBlock, int... variants) {
        ScaleWriter writer = new ScaleWriter().u64(epoch).compact(variants.length);
        for (int i = 0; i < variants.length; i++) {
            writer.u8(variants[i]).u8(2).bytes(filled(32, i + 1));
            writer.bytes(aura(i).toBytes()).bytes(filled(32, i + 51));
            // Later keys, which look like nothing the decoder could mistake for a member.
            writer.bytes(filled(keyBlock - 64, 0xee));
            if (variants[i] == 1) {
                writer.bytes(filled(32, i + 151));
            }
        }
        return writer.toBytes();
    }

    private static AuraKey aura(int seat) {
        return AuraKey.of(filled(32, seat + 101));
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static String hexByte(int value) {
        return Hex.encode(new byte[] {(byte) value}).substring(2);
    }
}
