package io.mvm.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mvm.chain.BlockHash;
import io.mvm.chain.Header;
import io.mvm.rpc.RpcException.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest extends NodeFixture {
    private static final String REFUSED = "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32005,\"message\":"
            + "\"Batched requests are not supported by this server\"}}";

    @Test
    void fetchesBlocksInOneRequestAndInTheOrderAsked() throws Exception {
        FakeNode fake = fake(50);
        List<BlockHash> hashes = new ArrayList<>(fake.chain.hashes(1, 50));
        Collections.shuffle(hashes, new Random(7));

        List<FetchedBlock> blocks = get(node(fake).blocks(hashes));

        assertThat(blocks).extracting(FetchedBlock::hash).isEqualTo(hashes);
        for (FetchedBlock block : blocks) {
            Header header = fake.chain.header(fake.chain.height(block.hash().hex()));
            assertThat(block.header()).isEqualTo(header);
            assertThat(block.extrinsics()).isEqualTo(2);
            assertThat(block.timestampMs()).isEqualTo(OptionalLong.of(TestChain.time(header)));
        }
        assertThat(fake.count("chain_getBlock")).isEqualTo(1);
    }

    @Test
    void countsABatchAsOneRequestAndManyCalls() throws Exception {
        FakeNode fake = fake(50);
        FailoverNode node = node(fake);
        get(node.blocks(fake.chain.hashes(0, 0)));
        long requests = metrics.counter("rpc.requests").getCount();
        long calls = metrics.counter("rpc.calls").getCount();

        get(node.headers(fake.chain.hashes(1, 50)));

        // Health checks go on meanwhile, two calls each.
        assertThat(metrics.counter("rpc.requests").getCount() - requests).isBetween(1L, 5L);
        assertThat(metrics.counter("rpc.calls").getCount() - calls).isBetween(50L, 54L);
        assertThat(metrics.timer("rpc.request.chain_getHeader").getCount()).isPositive();
    }

    @Test
    void matchesAnswersByIdInAnyOrder() throws Exception {
        FakeNode fake = fake(50);
        rewrite(fake, answers -> {
            Collections.shuffle(answers, new Random(3));
            return answers;
        });

        List<Header> headers = get(node(fake).headers(fake.chain.hashes(1, 50)));

        assertThat(headers).extracting(Header::number).containsExactly(numbers(1, 50));
    }

    @Test
    void callsAnIdThatIsMissingMalformed() {
        FakeNode fake = fake(10);
        rewrite(fake, answers -> answers.subList(0, 9));
        RpcException failure = failure(Kind.MALFORMED, node(fake).headers(fake.chain.hashes(1, 10)));
        assertThat(failure)
                .hasMessageContaining("only 9 of 10 calls are answered")
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void callsAnIdThatComesTwiceMalformed() {
        FakeNode fake = fake(10);
        rewrite(fake, answers -> {
            answers.set(4, answers.get(5));
            return answers;
        });
        assertThat(failure(Kind.MALFORMED, node(fake).headers(fake.chain.hashes(1, 10))))
                .hasMessageContaining("is answered twice");
    }

    @Test
    void callsAnIdThatWasNotAskedMalformed() {
        FakeNode fake = fake(10);
        rewrite(fake, answers -> {
            answers.set(4, answers.get(4).replaceFirst("\"id\":\\d+", "\"id\":987654"));
            return answers;
        });
        assertThat(failure(Kind.MALFORMED, node(fake).headers(fake.chain.hashes(1, 10))))
                .hasMessageContaining("id 987654, which was not asked");
    }

    @Test
    void callsAnAnswerWithNeitherResultNorErrorMalformed() {
        FakeNode fake = fake(10);
        rewrite(fake, answers -> {
            answers.set(4, answers.get(4).replaceFirst("\"result\":.*", "\"other\":1}"));
            return answers;
        });
        assertThat(failure(Kind.MALFORMED, node(fake).headers(fake.chain.hashes(1, 10))))
                .hasMessageContaining("neither result nor error");
    }

    @Test
    void callsANullResultAnUnknownBlock() {
        FakeNode fake = fake(10);
        BlockHash unknown = BlockHash.of(new byte[32]);
        RpcException failure = failure(
                Kind.UNKNOWN_BLOCK, node(fake).headers(List.of(fake.chain.hash(1), unknown, fake.chain.hash(2))));
        assertThat(failure).hasMessageContaining("the node has no such block").hasMessageContaining("0x0000");
    }

    @Test
    void tellsWhatErrorCameBack() {
        FakeNode fake = fake(10);
        fake.answer("chain_getBlock", params -> FakeNode.error(4003, "Client error: something odd"));
        RpcException failure = failure(Kind.ERROR, node(fake).blocks(fake.chain.hashes(1, 3)));
        assertThat(failure)
                .hasMessageContaining("chain_getBlock(\"0x")
                .hasMessageContaining("error 4003: Client error: something odd");
        assertThat(metrics.counter("rpc.errors.chain_getBlock.error").getCount())
                .isPositive();
    }

    @Test
    void asksAgainOnlyForWhatFailed() throws Exception {
        FakeNode fake = fake(100);
        AtomicInteger calls = new AtomicInteger();
        fake.answer(
                "chain_getBlock",
                params -> calls.incrementAndGet() % 20 == 7
                        ? FakeNode.error(-32009, "Server is busy")
                        : FakeNode.result(TestChain.block(
                                fake.chain.header(
                                        fake.chain.height(params.get(0).asText())),
                                10)));

        List<FetchedBlock> blocks = get(node(fake).blocks(fake.chain.hashes(1, 100)));

        assertThat(blocks).hasSize(100);
        assertThat(calls.get()).isEqualTo(105);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                REFUSED,
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"Invalid request\"}}",
                "{\"jsonrpc\":\"2.0\",\"error\":{\"message\":\"no arrays here\"}}"
            })
    void fallsBackToSingleCallsWhereBatchesAreRefusedAndRemembersIt(String refusal) throws Exception {
        FakeNode fake = fake(30);
        fake.intercept(request -> request.isBatch() ? FakeNode.status(200, refusal) : null);
        FailoverNode node = node(fake);

        assertThat(get(node.headers(fake.chain.hashes(1, 30))))
                .extracting(Header::number)
                .containsExactly(numbers(1, 30));
        assertThat(get(node.blocks(fake.chain.hashes(1, 30)))).hasSize(30);

        assertThat(fake.requests.stream().filter(FakeNode.Request::isBatch)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-32010, -32011, -32008})
    void halvesABatchThatIsTooLargeAndRemembersTheSize(int code) throws Exception {
        FakeNode fake = fake(200);
        fake.intercept(request -> request.json().size() > 30 && request.isBatch()
                ? FakeNode.status(
                        200,
                        "{\"jsonrpc\":\"2.0\",\"id\":null," + FakeNode.error(code, "The batch was too large") + "}")
                : null);
        FailoverNode node = node(fake);

        assertThat(get(node.headers(fake.chain.hashes(1, 200))))
                .extracting(Header::number)
                .containsExactly(numbers(1, 200));
        long refused = oversized(fake);
        get(node.headers(fake.chain.hashes(1, 200)));

        assertThat(refused).isPositive();
        assertThat(oversized(fake)).isEqualTo(refused);
    }

    @Test
    void halvesABatchThatTheServerFindsTooLongByHttpStatus() throws Exception {
        FakeNode fake = fake(100);
        fake.intercept(
                request -> request.json().size() > 30 && request.isBatch() ? FakeNode.status(413, "too large") : null);
        assertThat(get(node(fake).headers(fake.chain.hashes(1, 100)))).hasSize(100);
    }

    @Test
    void halvesABatchWhoseAnswerExceedsOurOwnLimit() throws Exception {
        FakeNode fake = fake(100);
        maxResponseBytes = 20_000;
        assertThat(get(node(fake).blocks(fake.chain.hashes(1, 100)))).hasSize(100);
    }

    @Test
    void asksForManyHashesByOneList() throws Exception {
        FakeNode fake = fake(20);
        List<Optional<BlockHash>> hashes = get(node(fake).blockHashes(10, 20));

        assertThat(hashes).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(hashes.get(i)).isEqualTo(10 + i <= 20 ? Optional.of(fake.chain.hash(10 + i)) : Optional.empty());
        }
        assertThat(fake.requests.stream().filter(request -> asksHash(request) && request.isBatch()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void asksForHashesOneByOneWhereListsAreNotTaken(boolean byError) throws Exception {
        FakeNode fake = fake(20);
        AtomicInteger lists = new AtomicInteger();
        fake.answer("chain_getBlockHash", params -> {
            if (params.get(0).isArray()) {
                lists.incrementAndGet();
                return byError ? FakeNode.error(-32602, "Invalid params") : FakeNode.result("null");
            }
            int height = params.get(0).asInt();
            return FakeNode.result(height > 20 ? "null" : "\"" + fake.chain.hash(height) + "\"");
        });
        FailoverNode node = node(fake);

        for (int round = 0; round < 2; round++) {
            List<Optional<BlockHash>> hashes = get(node.blockHashes(15, 10));
            assertThat(hashes.subList(0, 6))
                    .isEqualTo(
                            fake.chain.hashes(15, 20).stream().map(Optional::of).toList());
            assertThat(hashes.subList(6, 10)).containsOnly(Optional.empty());
        }
        assertThat(lists.get()).isEqualTo(1);
    }

    @Test
    void keepsToTheBoundOfRequestsInFlight() throws Exception {
        concurrency = 2;
        batchSize = 10;
        FakeNode fake = fake(200);
        FailoverNode node = node(fake);
        get(node.headers(fake.chain.hashes(1, 1)));
        fake.intercept(request -> {
            if (request.isBatch()) {
                pause();
            }
            return null;
        });
        assertThat(get(node.headers(fake.chain.hashes(1, 200)))).hasSize(200);
        assertThat(fake.mostInFlight.get()).isBetween(2, 3);
    }

    /** As long as a node thinks, so that requests meet. */
    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean asksHash(FakeNode.Request request) {
        return request.method().equals("chain_getBlockHash");
    }

    private static long oversized(FakeNode fake) {
        return fake.requests.stream()
                .filter(request -> request.isBatch() && request.json().size() > 30)
                .count();
    }

    private static Long[] numbers(long from, long to) {
        return java.util.stream.LongStream.rangeClosed(from, to).boxed().toArray(Long[]::new);
    }

    /** Lets the node answer batches by another list than the honest one. */
    private static void rewrite(FakeNode fake, UnaryOperator<List<String>> change) {
        fake.intercept(request -> {
            if (!request.isBatch()) {
                return null;
            }
            List<String> answers = new ArrayList<>();
            for (JsonNode call : request.json()) {
                answers.add(fake.respond(call));
            }
            return FakeNode.status(200, "[" + String.join(",", change.apply(answers)) + "]");
        });
    }
}
