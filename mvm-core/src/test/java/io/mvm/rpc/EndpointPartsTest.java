package io.mvm.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mvm.rpc.Gate.Lane;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small parts of an endpoint: its address, its places, its batch size. */
class EndpointPartsTest {
    @ParameterizedTest
    @CsvSource({
        "http://a:9944,http://a:9944/,ws://a:9944/,http://a:9944",
        "ws://a:9944/x,http://a:9944/x,ws://a:9944/x,ws://a:9944/x",
        "wss://u:p@a/k%20y?t=s,https://a/k%20y?t=s,wss://a/k%20y?t=s,wss://a/k%20y?...",
        "HTTPS://[::1]:1,https://[::1]:1/,wss://[::1]:1/,https://[::1]:1"
    })
    void turnsOneUrlIntoBothForms(URI given, URI http, URI socket, String shown) {
        EndpointUrl url = new EndpointUrl(given);
        assertThat(url.http()).isEqualTo(http);
        assertThat(url.socket()).isEqualTo(socket);
        assertThat(url).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://u:secret@a", "localhost:9944", "http:///x", "//u:secret@a"})
    void refusesOtherUrlsWithoutTellingTheirSecrets(URI given) {
        assertThatThrownBy(() -> new EndpointUrl(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RPC URL")
                .hasMessageNotContaining("secret");
    }

    @Test
    void letsOneUrgentRequestPassWhenAllPlacesAreTaken() {
        Gate gate = new Gate(2, Runnable::run);
        assertThat(gate.enter(Lane.BULK)).isDone();
        assertThat(gate.enter(Lane.BULK)).isDone();
        CompletableFuture<Void> bulk = gate.enter(Lane.BULK);
        assertThat(bulk).isNotDone();
        assertThat(gate.enter(Lane.URGENT)).isDone();
        CompletableFuture<Void> urgent = gate.enter(Lane.URGENT);
        assertThat(urgent).isNotDone();

        gate.leave();
        assertThat(urgent).isDone();
        assertThat(bulk).isNotDone();
        gate.leave();
        assertThat(bulk).isNotDone();
        gate.leave();
        assertThat(bulk).isDone();
    }

    @Test
    void givesPlacesInTheOrderAsked() {
        Gate gate = new Gate(1, Runnable::run);
        assertThat(gate.enter(Lane.BULK)).isDone();
        List<Integer> order = new ArrayList<>();
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            waiting.add(gate.enter(Lane.BULK).thenRun(() -> order.add(number)));
        }
        for (int i = 0; i < 5; i++) {
            gate.leave();
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4);
        assertThat(waiting).allMatch(CompletableFuture::isDone);
    }

    @Test
    void letsThoseInWhoWaitOnceThereIsMoreRoom() {
        Gate gate = new Gate(1, Runnable::run);
        assertThat(gate.enter(Lane.BULK)).isDone();
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiting.add(gate.enter(Lane.BULK));
        }
        gate.resize(3);
        assertThat(waiting).extracting(CompletableFuture::isDone).containsExactly(true, true, false, false);
    }

    @Test
    void letsNobodyInUntilFewerAreInThanTheLoweredBound() {
        Gate gate = new Gate(3, Runnable::run);
        for (int i = 0; i < 3; i++) {
            assertThat(gate.enter(Lane.BULK)).isDone();
        }
        gate.resize(1);
        CompletableFuture<Void> bulk = gate.enter(Lane.BULK);
        CompletableFuture<Void> urgent = gate.enter(Lane.URGENT);
        gate.leave();
        assertThat(urgent).isNotDone();
        gate.leave();
        assertThat(urgent).isDone();
        gate.leave();
        assertThat(bulk).isNotDone();
        gate.leave();
        assertThat(bulk).isDone();
    }

    @Test
    void remembersWhatAnEndpointToldWhenAnotherBatchSizeIsWanted() {
        BatchLimit limit = new BatchLimit(200);
        limit.tooLong(200);
        limit.configure(50);
        assertThat(limit.get()).isEqualTo(50);
        limit.configure(500);
        assertThat(limit.get()).as("it took no more than 100").isEqualTo(100);
        limit.forget();
        assertThat(limit.get()).isEqualTo(500);
    }

    @Test
    void keepsALimitOnCallsForGood() {
        BatchLimit limit = new BatchLimit(200);
        assertThat(limit.tooLong(200)).isTrue();
        assertThat(limit.tooLong(200)).isFalse();
        for (int i = 0; i < 1000; i++) {
            limit.answered(100);
        }
        assertThat(limit.get()).isEqualTo(100);
    }

    @Test
    void triesLargerBatchesAgainAfterALimitOnBytes() {
        BatchLimit limit = new BatchLimit(200);
        limit.tooManyBytes(200);
        limit.tooManyBytes(100);
        assertThat(limit.get()).isEqualTo(50);
        for (int i = 0; i < 49; i++) {
            limit.answered(50);
        }
        assertThat(limit.get()).isEqualTo(50);
        limit.answered(50);
        assertThat(limit.get()).isEqualTo(100);
    }

    @Test
    void neverGoesBelowOneCall() {
        BatchLimit limit = new BatchLimit(2);
        limit.tooManyBytes(1);
        limit.tooLong(1);
        assertThat(limit.get()).isEqualTo(1);
        limit.forget();
        assertThat(limit.get()).isEqualTo(2);
        limit.refused();
        assertThat(limit.get()).isEqualTo(1);
    }
}
