package io.mvm.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTextTest {
    private static PageSamples read(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return PageSamples.read(bytes, bytes.length, name -> true);
    }

    @Test
    void readsSamplesWithLabelsAndTimestamps() throws IOException {
        PageSamples page = read("""
                # HELP a_total Something, with {braces} and "quotes"
                # TYPE a_total counter
                # anything else

                a_total 1
                b{chain="x",method="a, b} \\"c\\" \\\\ \\n d",} 2.5 1700000000000
                \tc:d { chain = "\u00e9" } -1e+06\t
                e{} +Inf
                """);
        assertThat(page.value("a_total")).hasValue(1);
        assertThat(page.value("b", Map.of("chain", "x", "method", "a, b} \"c\" \\ \n d")::equals))
                .hasValue(2.5);
        assertThat(page.value("c:d", Map.of("chain", "\u00e9")::equals)).hasValue(-1_000_000);
        assertThat(page.value("e")).as("infinite is no number of anything").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1e+06,1000000", "1.29922760704e+08,129922760.704", ".5,0.5", "5.,5", "+3,3", "0,0"})
    void readsNumbersInEveryForm(String text, double value) throws IOException {
        assertThat(read("a " + text).value("a")).hasValue(value);
        assertThat(read("a " + text + "\r\nb 1").value("b")).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "nan", "+Inf", "-Inf", "inf"})
    void whatIsNoNumberIsNotTold(String text) throws IOException {
        assertThat(read("a " + text + "\nb 7").value("a")).isEmpty();
        assertThat(read("a " + text + "\nb 7").sum("a", labels -> true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body>404</body></html>",
                "{\"jsonrpc\":\"2.0\"}",
                "a",
                "a ",
                "a x",
                "a 0x10",
                "a 1d",
                "a 1 2 3",
                "a 1 soon",
                "a{b=\"c\" 1",
                "a{b=\"c} 1",
                "a{b=c} 1",
                "a{b} 1",
                "a{=\"c\"} 1",
                "a{b=\"c\"d=\"e\"} 1",
                "a{b=\"c\",b=\"d\"} 1",
                "a{b=\"\\x\"} 1",
                "a{b=\"\\",
                "a{b=\"line\nbreak\"} 1",
                "a{,} 1",
                "1a 1",
                "a\u00e9 1",
                "a 1\u0000",
                "a --1",
                "a 1e",
                "a ."
            })
    void refusesWhatIsNoPage(String text) {
        assertThatThrownBy(() -> read("ok 1\n" + text))
                .isInstanceOf(WireException.class)
                .hasMessageStartingWith("line 2 of the page");
    }

    @Test
    void refusesWithoutBeingDrownedInIt() {
        assertThatThrownBy(() -> read("a".repeat(100_000) + " 1")).hasMessageContaining("name");
        assertThatThrownBy(() -> read("a " + "1".repeat(100_000)))
                .hasMessageContaining("a number")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
        StringBuilder labels = new StringBuilder("a{");
        for (int i = 0; i < 1_000; i++) {
            labels.append("l").append(i).append("=\"\",");
        }
        assertThatThrownBy(() -> read(labels + "} 1")).hasMessageContaining("labels");
        assertThatThrownBy(() -> read("a 1\n".repeat(20_000))).hasMessageContaining("samples");
    }

    @Test
    void keepsOnlyWhatIsWanted() throws IOException {
        byte[] bytes = "a 1\n".repeat(20_000).concat("b 2").getBytes(StandardCharsets.UTF_8);
        PageSamples page = PageSamples.read(bytes, bytes.length, "b"::equals);
        assertThat(page.value("a")).isEmpty();
        assertThat(page.value("b")).hasValue(2);
    }

    @Test
    void anEmptyPageHasNothing() throws IOException {
        assertThat(read("").isEmpty()).isTrue();
        assertThat(read("# only a comment").isEmpty()).isTrue();
    }

    @Test
    void connectionsAreOpenedLessClosedOverAllReasons() throws IOException {
        NodePage page = NodePage.of(read("""
                substrate_sub_libp2p_connections_opened_total{direction="in",chain="x"} 10
                substrate_sub_libp2p_connections_opened_total{direction="out",chain="x"} 3
                substrate_sub_libp2p_connections_closed_total{direction="in",reason="a",chain="x"} 4
                substrate_sub_libp2p_connections_closed_total{direction="in",reason="b",chain="x"} 5
                substrate_block_height{status="best",chain="x"} 7
                substrate_process_start_time_seconds{chain="x"} 1.7e+09
                substrate_sub_libp2p_peers_count{chain="x"} -1
                """));
        assertThat(page.connectionsIn()).isEqualTo(1);
        assertThat(page.connectionsOut()).isEqualTo(3);
        assertThat(page.startedAtMs()).isEqualTo(1_700_000_000_000L);
        assertThat(page.syncTarget()).isNull();
        assertThat(page.peers()).as("no count").isNull();
        assertThat(page.proposedBlocks()).isNull();
    }

    @Test
    void theRootFileSystemIsTheOneThatCounts() throws IOException {
        HostPage page = HostPage.of(read("""
                node_filesystem_size_bytes{mountpoint="/boot"} 5
                node_filesystem_size_bytes{mountpoint="/"} 50
                node_timex_sync_status 0
                node_load1 0.42
                """));
        assertThat(page.diskTotalBytes()).isEqualTo(50);
        assertThat(page.diskAvailableBytes()).isNull();
        assertThat(page.clockSynced()).isFalse();
        assertThat(page.clockOffsetSeconds()).isNull();
        assertThat(page.load1()).isEqualTo(0.42);
    }
}
