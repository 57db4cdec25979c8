package io.mvm.chain.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mvm.chain.Hex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleReaderTest {
    @ParameterizedTest
    @CsvSource({
        "0,0x00",
        "1,0x04",
        "6,0x18",
        "12,0x30",
        "63,0xfc",
        "64,0x0101",
        "130,0x0902",
        "1199,0xbd12",
        "1200,0xc112",
        "16383,0xfdff",
        "16384,0x02000100",
        "38403,0x0e580200",
        "1073741823,0xfeffffff",
        "1073741824,0x0300000040",
        "1768508106123,0x0b8b254cc39b01",
        "9223372036854775807,0x13ffffffffffffff7f"
    })
    void readsAndWritesCompactNumbers(long value, String hex) {
        ScaleReader reader = new ScaleReader(Hex.decode(hex));
        assertThat(reader.compact()).isEqualTo(value);
        reader.end("compact");
        assertThat(Hex.encode(new ScaleWriter().compact(value).toBytes())).isEqualTo(hex);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0x", "0x01", "0x020001", "0x0b000000", "0x13ffffffffffffffff", "0xff", "0x17ffffffffffffffff00"
            })
    void refusesCompactNumbersThatAreCutShortOrTooLarge(String hex) {
        assertThatThrownBy(() -> new ScaleReader(Hex.decode(hex)).compact()).isInstanceOf(ScaleException.class);
    }

    @Test
    void refusesALengthThatNoArrayHolds() {
        assertThatThrownBy(() -> new ScaleReader(Hex.decode("0x0300000080")).compactInt())
                .isInstanceOf(ScaleException.class)
                .hasMessageContaining("2147483648");
    }

    @Test
    void readsFixedNumbersLittleEndianAndUnsigned() {
        ScaleReader reader = new ScaleReader(Hex.decode("0xff2c010000ffffffff7017000000000000"));
        assertThat(reader.u8()).isEqualTo(255);
        assertThat(reader.u32()).isEqualTo(300);
        assertThat(reader.u32()).isEqualTo(4_294_967_295L);
        assertThat(reader.u64()).isEqualTo(6000);
        assertThat(reader.remaining()).isZero();
        assertThatThrownBy(reader::u8)
                .isInstanceOf(ScaleException.class)
                .hasMessage("expected u8 at byte 17 but only 0 are left");
    }
}
