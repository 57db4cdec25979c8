package io.mvm.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mvm.chain.SidechainKey;
import io.mvm.chain.scale.ScaleReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rounds of GRANDPA as a node tells them, against sets and finality as the same node tells them. */
class VotesTest {
    private final SimulatedChain chain = SimulatedChain.create(
            NetworkSpec.builder().slotsPerEpoch(20).seats(24).missRate(0.1).build(), Specs.NOON);
    private final SimulatedNode node = SimulatedNode.start(chain);
    private final NodeClient client = new NodeClient(node);

    @AfterEach
    void close() {
        node.close();
        chain.close();
    }

    @Test
    void everyFinalizedBlockCompletesARoundAndANewSetBeginsWithRoundOne() throws Exception {
        Map<Long, Long> firstBlockOfSet = new TreeMap<>();
        for (int i = 0; i < 150; i++) {
            chain.advanceSlots(1);
            long finalized = finalized();
            long setId = setId(finalized);
            for (long number = finalized; number >= 0 && setId(number) == setId; number--) {
                firstBlockOfSet.put(setId, number);
            }
            JsonNode state = roundState();
            assertThat(state.get("setId").asLong()).isEqualTo(setId);
            long round = finalized - firstBlockOfSet.get(setId) + 1;
            assertThat(state.at("/best/round").asLong()).isEqualTo(round);
            List<Long> completed = new ArrayList<>();
            state.get("background")
                    .forEach(one -> completed.add(one.get("round").asLong()));
            if (round == 1) {
                assertThat(completed).isEmpty();
            } else {
                assertThat(completed).hasSizeBetween(1, 3);
                for (int j = 0; j < completed.size(); j++) {
                    assertThat(completed.get(j)).isEqualTo(round - completed.size() + j);
                }
            }
        }
        assertThat(firstBlockOfSet).hasSizeGreaterThan(5);
    }

    @Test
    void exactlyTheSilentMissBothVotesOfCompletedRounds() throws Exception {
        chain.advanceSlots(30);
        SimulatedValidator silent = voters().get(0);
        chain.silence(silent.sidechainKey());
        long silentFrom = finalized() + 1;
        Set<String> latePrecommits = new HashSet<>();
        int rounds = 0;
        for (int i = 0; i < 300; i++) {
            chain.advanceSlots(1);
            JsonNode state = roundState();
            long best = finalized() + 1;
            Map<String, Integer> weights = weights(finalized());
            for (JsonNode round : state.get("background")) {
                long block = best
                        - (state.at("/best/round").asLong() - round.get("round").asLong());
                if (block < silentFrom) {
                    continue;
                }
                rounds++;
                Set<String> noPrevote = missing(round, "prevotes");
                Set<String> noPrecommit = missing(round, "precommits");
                Set<String> both = new HashSet<>(noPrevote);
                both.retainAll(noPrecommit);
                assertThat(both)
                        .isEqualTo(weights.containsKey(address(silent)) ? Set.of(address(silent)) : Set.of())
                        .isEqualTo(noPrevote);
                noPrecommit.removeAll(both);
                latePrecommits.addAll(noPrecommit);
                checkWeights(round, weights);
                assertThat(round.at("/precommits/currentWeight").asInt())
                        .isGreaterThanOrEqualTo(round.get("thresholdWeight").asInt());
            }
        }
        assertThat(rounds).isGreaterThan(200);
        assertThat(latePrecommits).as("late, but voting").hasSizeGreaterThan(3);
    }

    @Test
    void voteOfAHealthyVoterMayBeMissingFromTheRoundInProgress() throws Exception {
        SimulatedValidator silent = voters().get(1);
        chain.silence(silent.sidechainKey());
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < 15; i++) {
            chain.advanceSlots(1);
            Map<String, Integer> weights = weights(finalized());
            Set<String> before = weights.keySet();
            for (int look = 0; look < 6; look++) {
                JsonNode best = roundState().get("best");
                checkWeights(best, weights);
                Set<String> noPrevote = missing(best, "prevotes");
                assertThat(before).as("no vote is taken back within a round").containsAll(noPrevote);
                assertThat(missing(best, "precommits")).containsAll(noPrevote);
                if (weights.containsKey(address(silent))) {
                    assertThat(noPrevote).contains(address(silent));
                }
                noPrevote.forEach(voter -> seen.merge(voter, 1, Integer::sum));
                before = noPrevote;
            }
        }
        assertThat(seen).as("healthy ones among them").hasSizeGreaterThan(8);
    }

    @Test
    void silentVoterThatSpeaksAgainMissesNoLaterRound() throws Exception {
        chain.advanceSlots(30);
        SimulatedValidator voter = voters().get(0);
        chain.silence(voter.sidechainKey());
        chain.advanceSlots(4);
        chain.speak(voter.sidechainKey());
        long spokeAt = finalized();
        boolean silentBefore = false;
        for (int i = 0; i < 6; i++) {
            JsonNode state = roundState();
            for (JsonNode round : state.get("background")) {
                long block = finalized()
                        + 1
                        - (state.at("/best/round").asLong() - round.get("round").asLong());
                boolean missed = missing(round, "prevotes").contains(address(voter));
                assertThat(missed).isEqualTo(block <= spokeAt);
                silentBefore |= missed;
            }
            chain.advanceSlots(1);
        }
        assertThat(silentBefore).isTrue();
    }

    @Test
    void finalityStopsWithoutTwoThirdsAndGoesOnWithThem() throws Exception {
        chain.advanceSlots(30);
        int total = weights(finalized()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        int threshold = total - (total - 1) / 3;
        Map<SidechainKey, Integer> weight = new HashMap<>();
        Map<String, Integer> weights = weights(finalized());
        voters().forEach(voter -> weight.put(voter.sidechainKey(), weights.get(address(voter))));
        int left = total;
        List<SidechainKey> silent = new ArrayList<>();
        for (SimulatedValidator voter : voters()) {
            if (left - weight.get(voter.sidechainKey()) >= threshold) {
                chain.silence(voter.sidechainKey());
                silent.add(voter.sidechainKey());
                left -= weight.get(voter.sidechainKey());
            }
        }
        long before = finalized();
        chain.advanceSlots(2);
        assertThat(finalized()).as("just enough of them vote").isGreaterThan(before);
        SimulatedValidator last = voters().stream()
                .filter(voter -> !silent.contains(voter.sidechainKey()))
                .findFirst()
                .orElseThrow();
        chain.silence(last.sidechainKey());
        long stopped = finalized();
        long round = roundState().at("/best/round").asLong();
        chain.advanceSlots(25);
        assertThat(finalized()).isEqualTo(stopped);
        JsonNode state = roundState();
        assertThat(state.at("/best/round").asLong()).isEqualTo(round);
        assertThat(state.at("/best/prevotes/currentWeight").asInt()).isLessThan(threshold);
        assertThat(chain.heads().best().number()).isGreaterThan(stopped + 20);
        chain.speak(last.sidechainKey());
        assertThat(finalized()).as("at once").isGreaterThan(stopped);
    }

    @Test
    void voterThatDoesNotRunIsNotReady() throws Exception {
        node.change(behaviour -> behaviour.voterRunning(false));
        JsonNode error = client.error("grandpa_roundState", "[]");
        assertThat(error.get("code").asInt()).isEqualTo(1);
        assertThat(error.get("message").textValue()).isEqualTo("GRANDPA RPC endpoint not ready");
        node.change(behaviour -> behaviour.voterRunning(true));
        assertThat(roundState().has("best")).isTrue();
    }

    @Test
    void staleVoterStaysAtTheEndOfTheFormerSet() throws Exception {
        chain.advanceSlots(50);
        long setId = setId(finalized());
        assertThat(setId).isPositive();
        node.change(behaviour -> behaviour.staleVoterSet(true));
        JsonNode state = roundState();
        assertThat(state.get("setId").asLong()).isEqualTo(setId - 1);
        chain.advanceSlots(2);
        JsonNode later = roundState();
        if (setId(finalized()) == setId) {
            assertThat(later.at("/best/round")).as("stuck").isEqualTo(state.at("/best/round"));
        }
        assertThat(client.bytes("state_call", "[\"GrandpaApi_current_set_id\",\"0x\"]")[0])
                .isGreaterThanOrEqualTo((byte) setId);
    }

    @Test
    void silenceOfAStrangerIsAMistake() {
        byte[] key = new byte[SidechainKey.LENGTH];
        key[0] = 2;
        assertThatThrownBy(() -> chain.silence(SidechainKey.of(key)))
                .hasMessageContaining("no validator of this network has the key 0x0200");
    }

    private JsonNode roundState() throws Exception {
        return client.result("grandpa_roundState", "[]");
    }

    private long finalized() throws Exception {
        String hash = client.result("chain_getFinalizedHead", "[]").textValue();
        return NodeClient.header(client.result("chain_getHeader", "[\"" + hash + "\"]"))
                .number();
    }

    private byte[] at(String function, long number) throws Exception {
        String hash = client.result("chain_getBlockHash", "[" + number + "]").textValue();
        return client.bytes("state_call", "[\"" + function + "\",\"0x\",\"" + hash + "\"]");
    }

    private long setId(long number) throws Exception {
        return new ScaleReader(at("GrandpaApi_current_set_id", number)).u64();
    }

    /** Weight by address of the set that votes after a block. */
    private Map<String, Integer> weights(long number) throws Exception {
        ScaleReader reader = new ScaleReader(at("GrandpaApi_grandpa_authorities", number));
        Map<String, Integer> weights = new HashMap<>();
        for (int left = reader.compactInt(); left > 0; left--) {
            String address = Ss58.encode(reader.bytes(32));
            assertThat(reader.u64()).isEqualTo(1);
            weights.merge(address, 1, Integer::sum);
        }
        reader.end("voters");
        return weights;
    }

    private List<SimulatedValidator> voters() throws Exception {
        Set<String> addresses = weights(finalized()).keySet();
        return chain.validators().stream()
                .filter(validator -> addresses.contains(address(validator)))
                .toList();
    }

    private static String address(SimulatedValidator validator) {
        return Ss58.encode(validator.grandpaKey());
    }

    private static Set<String> missing(JsonNode round, String votes) {
        Set<String> missing = new HashSet<>();
        round.get(votes)
                .get("missing")
                .forEach(id ->
                        assertThat(missing.add(id.textValue())).as("once each").isTrue());
        return missing;
    }

    private static void checkWeights(JsonNode round, Map<String, Integer> weights) {
        int total = weights.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(round.get("totalWeight").asInt()).isEqualTo(total);
        assertThat(round.get("thresholdWeight").asInt()).isEqualTo(total - (total - 1) / 3);
        for (String votes : List.of("prevotes", "precommits")) {
            int without = total;
            for (String voter : missing(round, votes)) {
                without -= weights.get(voter);
            }
            assertThat(round.get(votes).get("currentWeight").asInt()).isEqualTo(without);
        }
    }
}
