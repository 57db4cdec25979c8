package io.mvm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:9400", "localhost:0", "[::1]:65535"})
    void readsWhatItWrites(String text) {
        assertThat(BindAddress.parse(text)).hasToString(text);
    }

    @Test
    void keepsAnIpv6AddressWithoutBrackets() {
        assertThat(BindAddress.parse("[fe80::1]:1")).isEqualTo(new BindAddress("fe80::1", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9400 | there is no port",
                ":9400 | there is no port",
                "::1:9400 | an IPv6 address needs brackets",
                "host:x | the port is 'x'",
                "host:65536 | port is 65536, expected 0 to 65535",
                "[]:1 | host is empty"
            })
    void saysWhatIsWrong(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BindAddress.parse(text))
                .withMessage(message);
    }
}
