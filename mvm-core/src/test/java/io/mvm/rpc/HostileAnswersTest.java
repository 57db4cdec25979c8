package io.mvm.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.chain.BlockHash;
import io.mvm.rpc.RpcException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node that lies, or breaks in the middle of it. */
@Timeout(30)
class HostileAnswersTest extends NodeFixture {
    @Test
    void namesMethodEndpointAndPositionOfTruncatedJson() {
        FakeNode fake = fake(10);
        blocksAnswered(fake, request -> {
            String honest = fake.respond(request);
            return FakeNode.status(200, honest.substring(0, honest.length() / 2));
        });
        RpcException failure = failure(Kind.MALFORMED, node(fake).blocks(fake.chain.hashes(1, 10)));
        assertThat(failure)
                .hasMessageContaining("chain_getBlock")
                .hasMessageContaining(fake.url().toString())
                .hasMessageContaining("at byte");
    }

    @Test
    void survivesEveryPossibleCutOfAnAnswer() {
        FakeNode fake = fake(2);
        FailoverNode node = node(fake);
        BlockHash hash = fake.chain.hash(1);
        String whole = "{\"jsonrpc\":\"2.0\",\"result\":" + TestChain.block(fake.chain.header(1), 3) + ",\"id\":1}";
        for (int length = 0; length < whole.length(); length += 7) {
            String cut = whole.substring(0, length);
            blocksAnswered(fake, request -> FakeNode.status(200, cut));
            failure(Kind.MALFORMED, node.blocks(List.of(hash)));
        }
    }

    @Test
    void triesAgainAfterAConnectionCutInTheMiddleOfAnAnswer() {
        FakeNode fake = fake(10);
        blocksAnswered(fake, request -> FakeNode.cut(fake.respond(request), 100));
        RpcException failure = failure(Kind.UNREACHABLE, node(fake).blocks(fake.chain.hashes(1, 10)));
        assertThat(failure).hasMessageContaining("lost its connection").hasMessageContaining("(try 4 of 4, given up)");
    }

    @Test
    void refusesAnAnswerLargerThanAllowed() {
        FakeNode fake = fake(10);
        maxResponseBytes = 100_000;
        blocksAnswered(fake, request -> FakeNode.status(200, "{\"result\":\"" + "a".repeat(200_000) + "\"}"));
        assertThat(failure(Kind.TOO_LARGE, node(fake).blocks(List.of(fake.chain.hash(1)))))
                .hasMessageContaining("more than the 100000 bytes allowed");
    }

    @Test
    void refusesAnEndlessAnswerWithoutKeepingIt() {
        FakeNode fake = fake(10);
        maxResponseBytes = 1 << 20;
        blocksAnswered(fake, request -> out -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            while (true) {
                out.write(chunk);
            }
        });
        failure(Kind.TOO_LARGE, node(fake).blocks(List.of(fake.chain.hash(1))));
    }

    @ParameterizedTest
    @CsvSource({"[,]", "'{\"a\":','}'"})
    void refusesDeepNestingWithoutOverflow(String open, String close) {
        FakeNode fake = fake(10);
        String deep = open.repeat(300_000) + "1" + close.repeat(300_000);
        blocksAnswered(fake, request -> FakeNode.status(200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + deep + "}"));
        assertThat(failure(Kind.MALFORMED, node(fake).blocks(List.of(fake.chain.hash(1)))))
                .hasMessageContaining("at byte");
        blocksAnswered(
                fake, request -> FakeNode.status(200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"ignored\":" + deep + "}"));
        assertThat(failure(Kind.MALFORMED, node(fake).blocks(List.of(fake.chain.hash(1)))))
                .hasMessageContaining("at byte")
                .hasMessageContaining("nesting depth");
    }

    @Test
    void takesAWebPageForNoAnswer() {
        FakeNode fake = fake(10);
        blocksAnswered(fake, request -> FakeNode.status(200, "<html><body>Welcome</body></html>"));
        failure(Kind.MALFORMED, node(fake).blocks(fake.chain.hashes(1, 10)));
    }

    @Test
    void noticesABlockThatIsNotTheOneAskedFor() {
        FakeNode fake = fake(10);
        fake.answer("chain_getBlock", params -> FakeNode.result(TestChain.block(fake.chain.header(3), 1)));
        RpcException failure = failure(Kind.MALFORMED, node(fake).blocks(List.of(fake.chain.hash(4))));
        assertThat(failure)
                .hasMessageContaining(
                        "the answer is another block: its header (number 3) hashes to " + fake.chain.hash(3));
    }

    @Test
    void noticesThatALongListIsOfOtherBlocks() {
        FakeNode fake = fake(100);
        fake.answer(
                "chain_getBlock",
                params -> FakeNode.result(TestChain.block(
                        fake.chain.header(fake.chain.height(params.get(0).asText()) - 1), 1)));
        assertThat(failure(Kind.MALFORMED, node(fake).blocks(fake.chain.hashes(1, 100))))
                .hasMessageContaining("the answer is another block");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"jsonrpc\":\"2.0\",\"id\":99999,\"result\":null};the answer has id 99999, expected",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":null};the answer has no id, expected",
                "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":null};expected id (an integer) at byte 22 but found a string",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}];expected an answer (an object) at byte 0 but found an array",
                "{\"jsonrpc\":\"2.0\",\"id\":1}{};neither result nor error",
                "'';expected an answer (an object) at byte 0 but found the end of the text"
            })
    void refusesAnAnswerThatIsNotToTheQuestion(String answer, String reason) {
        FakeNode fake = fake(10);
        blocksAnswered(fake, request -> FakeNode.status(200, answer));
        assertThat(failure(Kind.MALFORMED, node(fake).blocks(List.of(fake.chain.hash(1)))))
                .hasMessageContaining(reason);
    }

    @Test
    void doesNotCheckHeadersWhereTheNodeHashesInAnotherWay() throws Exception {
        FakeNode fake = fake(10);
        BlockHash other = BlockHash.parse("45".repeat(32));
        fake.answer("chain_getFinalizedHead", params -> FakeNode.result("\"" + other + "\""));
        fake.answer("chain_getHeader", params -> FakeNode.result(TestChain.json(fake.chain.header(2))));
        assertThat(get(node(fake).headers(List.of(other))).get(0)).isEqualTo(fake.chain.header(2));
    }

    @Test
    void readsAnErrorWithoutACode() {
        FakeNode fake = fake(10);
        fake.answer("state_call", params -> "\"error\":{\"message\":\"Function to start was not found.\"}");
        failure(
                Kind.FUNCTION_NOT_FOUND,
                () -> node(fake).runtimeCall("Missing_function", new byte[0], fake.chain.hash(1)));
    }

    @Test
    void givesUpOnASilentNodeAfterTheTimeout() {
        FakeNode fake = fake(10);
        timeout = Duration.ofMillis(300);
        maxRetries = 1;
        blocksAnswered(fake, request -> FakeNode.stall());
        assertThat(failure(Kind.TIMEOUT, node(fake).blocks(fake.chain.hashes(1, 10))))
                .hasMessageContaining("timed out after 300 ms")
                .hasMessageContaining("(try 2 of 2, given up)");
    }

    @Test
    void givesUpOnANodeThatStopsInTheMiddleOfAnAnswer() {
        FakeNode fake = fake(10);
        timeout = Duration.ofMillis(300);
        maxRetries = 0;
        blocksAnswered(fake, request -> out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[{".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            FakeNode.stall().write(out);
        });
        failure(Kind.TIMEOUT, node(fake).blocks(fake.chain.hashes(1, 10)));
    }

    private static void blocksAnswered(FakeNode fake, Function<FakeNode.Request, FakeNode.Reply> reply) {
        fake.intercept(request -> request.method().equals("chain_getBlock") ? reply.apply(request) : null);
    }
}
