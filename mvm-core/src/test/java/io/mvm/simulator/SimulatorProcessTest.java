package io.mvm.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SimulatorProcessTest {
    @Test
    void saysItsUrlFirstServesAndEndsWithItsInput() throws Exception {
        Process process = start(
                "--epochs",
                "2",
                "--slots-per-epoch",
                "50",
                "--until-stdin-closes",
                "--now-ms",
                Long.toString(Specs.NOON.millis()));
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            URI url = URI.create(out.readLine());
            HttpRequest request = HttpRequest.newBuilder(url)
                    .POST(HttpRequest.BodyPublishers.ofString(NodeClient.request(1, "chain_getBlockHash", "[100]")))
                    .build();
            String answer = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            SimulatedChain same = SimulatedChain.create(
                    NetworkSpec.builder()
                            .seats(24)
                            .historyEpochs(2)
                            .slotsPerEpoch(50)
                            .build(),
                    Specs.NOON);
            assertThat(answer).contains(same.canonical(100).orElseThrow().hash().hex());
            process.getOutputStream().close();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void endsOnTermination() throws Exception {
        Process process = start("--epochs", "1");
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).startsWith("http://127.0.0.1:");
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void namesAnUnknownOption() {
        assertThatThrownBy(() -> SimulatorProcess.main(new String[] {"--sseed", "1"}))
                .hasMessageStartingWith("--sseed is unknown; options: --port N");
    }

    private static Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SimulatorProcess.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
