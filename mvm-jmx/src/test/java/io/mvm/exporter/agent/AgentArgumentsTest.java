package io.mvm.exporter.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mvm.exporter.http.BindAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentArgumentsTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", ","})
    void nothingMeansToDoAsTheConfigBeanSays(String text) {
        assertThat(AgentArguments.parse(text)).isEqualTo(new AgentArguments(null, null));
    }

    @Test
    void takesABareAddressOrNamedArguments() {
        BindAddress bind = new BindAddress("127.0.0.1", 9400);
        assertThat(AgentArguments.parse("127.0.0.1:9400")).isEqualTo(new AgentArguments(bind, null));
        assertThat(AgentArguments.parse("9400"))
                .as("a port alone is on loopback")
                .isEqualTo(new AgentArguments(bind, null));
        assertThat(AgentArguments.parse("bind=127.0.0.1:9400, rules=/etc/mvm/rules.yml"))
                .isEqualTo(new AgentArguments(bind, Path.of("/etc/mvm/rules.yml")));
        assertThat(AgentArguments.parse("bind=[::1]:0").bind())
                .isEqualTo(new BindAddress("::1", 0))
                .hasToString("[::1]:0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "bind=|'' is no address to listen at, expected host:port such as 127.0.0.1:9400",
                "localhost|'localhost' is no address to listen at, expected host:port such as 127.0.0.1:9400",
                "host:70000|'host:70000' is no address to listen at, expected host:port such as 127.0.0.1:9400",
                "::1:9400|'::1:9400' is no address to listen at, expected host:port such as 127.0.0.1:9400",
                "rules=|'rules=' is no argument, expected host:port, or bind=host:port and rules=file separated by a comma",
                "a:1,b:2|'bind' is given twice, as a:1 and b:2, expected it once",
            })
    void refusesWhatItCannotUnderstand(String text, String message) {
        assertThatThrownBy(() -> AgentArguments.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
