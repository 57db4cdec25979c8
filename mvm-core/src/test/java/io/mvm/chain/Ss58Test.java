package io.mvm.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ss58Test {
    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private static final String ALICE_KEY = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

    @ParameterizedTest
    @CsvSource({
        // One byte of prefix: generic, Kusama, Polkadot (whose address may begin with a zero byte).
        ALICE + "," + ALICE_KEY,
        "HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F," + ALICE_KEY,
        "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5," + ALICE_KEY,
        "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty,"
                + "0x8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48",
        "111111111111111111111111111111111HC1,0x0000000000000000000000000000000000000000000000000000000000000000",
    })
    void readsKeysOfEveryNetwork(String address, String key) {
        assertThat(Hex.encode(Ss58.decode(address))).isEqualTo(key);
    }

    @Test
    void refusesWhatWasMistyped() {
        assertThatThrownBy(() -> Ss58.decode(ALICE.replace('Q', 'R')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("checksum");
        assertThatThrownBy(() -> Ss58.decode(ALICE.replace('Q', '0')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base 58");
        assertThatThrownBy(() -> Ss58.decode(ALICE.replace('Q', '\u00e9')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base 58");
    }

    @Test
    void refusesOtherLengths() {
        for (String text : new String[] {"", "5", ALICE.substring(3), ALICE + "1", "1" + ALICE, "z".repeat(50)}) {
            assertThatThrownBy(() -> Ss58.decode(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected");
        }
        assertThatThrownBy(() -> Ss58.decode("5".repeat(1_000_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000000 characters");
    }
}
