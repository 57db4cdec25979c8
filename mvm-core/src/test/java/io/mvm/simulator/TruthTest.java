package io.mvm.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mvm.chain.AuraKey;
import io.mvm.chain.BlockHash;
import io.mvm.chain.DigestItem;
import io.mvm.chain.Header;
import io.mvm.chain.HeaderHash;
import io.mvm.chain.Hex;
import io.mvm.chain.scale.ScaleReader;
import io.mvm.simulator.Truth.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The truth that a chain states, against what anybody can work out from the answers of its node. */
class TruthTest {
    @Test
    void blockThatChangesTheSetIsStillTheOldSets() throws Exception {
        // One block in each slot from 9 on: block n is in slot n + 8; epochs begin in slots 12, 16 and 20.
        NetworkSpec spec = Specs.tiny().historyEpochs(3).build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Specs.NOON);
                SimulatedNode node = SimulatedNode.start(chain)) {
            NodeClient client = new NodeClient(node);
            List<String> genesis = authorities(client, 0);
            Truth truth = chain.truth();
            assertThat(truth.blocks()).hasSize(12);
            assertThat(truth.slots()).hasSize(12).allMatch(slot -> slot.outcome() == Outcome.PRODUCED);

            assertThat(changingBlocks(client, 12)).containsExactly(4L, 8L, 12L);
            List<String> second = changeIn(client, 4);
            assertThat(second).isNotEqualTo(genesis);
            assertThat(authorities(client, 3)).isEqualTo(genesis);
            assertThat(authorities(client, 4)).isEqualTo(second);
            assertThat(author(truth, 1)).isEqualTo(genesis.get(9 % 3));
            assertThat(author(truth, 3)).isEqualTo(genesis.get(11 % 3));
            assertThat(author(truth, 4)).isEqualTo(genesis.get(12 % 3));
            assertThat(author(truth, 5)).isEqualTo(second.get(13 % 3));
            assertThat(author(truth, 8)).isEqualTo(second.get(16 % 3));
            assertThat(author(truth, 9)).isEqualTo(changeIn(client, 8).get(17 % 3));
        }
    }

    @Test
    void withTheDelayTwoBlocksOfAnEpochAreTheOldSets() throws Exception {
        NetworkSpec spec =
                Specs.tiny().rotation(RotationDelay.NEXT_BLOCK).historyEpochs(3).build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Specs.NOON);
                SimulatedNode node = SimulatedNode.start(chain)) {
            NodeClient client = new NodeClient(node);
            List<String> genesis = authorities(client, 0);
            Truth truth = chain.truth();
            assertThat(changingBlocks(client, 12)).containsExactly(5L, 9L);
            List<String> second = changeIn(client, 5);
            assertThat(authorities(client, 4)).isEqualTo(genesis);
            assertThat(authorities(client, 5)).isEqualTo(second);
            assertThat(committee(client, 3)).isEqualTo(genesis);
            assertThat(committee(client, 4))
                    .as("one block before it owns slots")
                    .isEqualTo(second);
            assertThat(author(truth, 4)).isEqualTo(genesis.get(12 % 3));
            assertThat(author(truth, 5)).isEqualTo(genesis.get(13 % 3));
            assertThat(author(truth, 6)).isEqualTo(second.get(14 % 3));
            assertThat(author(truth, 9)).isEqualTo(second.get(17 % 3));
        }
    }

    @Test
    void emptySlotsAfterTheBoundaryBelongToTheSetOfTheBlockBefore() throws Exception {
        try (SimulatedChain chain = SimulatedChain.create(Specs.tiny().build(), Specs.NOON);
                SimulatedNode node = SimulatedNode.start(chain)) {
            chain.advanceTo(11);
            chain.forceMiss(3);
            chain.advanceTo(15);
            List<String> genesis = authorities(new NodeClient(node), 0);
            Truth truth = chain.truth();
            assertThat(truth.blocks()).extracting(Truth.Block::slot).containsExactly(9L, 10L, 11L, 15L);
            assertThat(truth.slots()).extracting(Truth.Slot::slot).containsExactly(9L, 10L, 11L, 12L, 13L, 14L, 15L);
            assertThat(truth.slots().subList(3, 6)).allMatch(slot -> slot.outcome() == Outcome.MISSED);
            assertThat(truth.slots())
                    .extracting(slot -> slot.owner().hex())
                    .containsExactly(
                            genesis.get(0),
                            genesis.get(1),
                            genesis.get(2),
                            genesis.get(0),
                            genesis.get(1),
                            genesis.get(2),
                            genesis.get(0));
        }
    }

    @ParameterizedTest
    @EnumSource(RotationDelay.class)
    void agreesWithAWalkOverTheHeaders(RotationDelay rotation) throws Exception {
        NetworkSpec spec = Specs.rough().rotation(rotation).build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Specs.NOON);
                SimulatedNode node = SimulatedNode.start(chain)) {
            NodeClient client = new NodeClient(node);
            Map<String, long[]> tallies = new HashMap<>();
            List<String> set = authorities(client, 0);
            long last = -1;
            List<String> authors = new ArrayList<>();
            for (long number = 1; number <= chain.heads().best().number(); number++) {
                BlockHash hash = hash(client, number);
                Header header = NodeClient.header(client.result("chain_getHeader", "[\"" + hash + "\"]"));
                assertThat(HeaderHash.of(header)).isEqualTo(hash);
                long slot = slot(header);
                for (long empty = last + 1; last >= 0 && empty < slot; empty++) {
                    tallies.computeIfAbsent(owner(set, empty), key -> new long[2])[1]++;
                }
                String author = owner(set, slot);
                authors.add(author);
                tallies.computeIfAbsent(author, key -> new long[2])[0]++;
                last = slot;
                set = changeIn(header, set);
                if (number % 97 == 0) {
                    assertThat(authorities(client, number)).isEqualTo(set);
                }
            }
            Truth truth = chain.truth();
            assertThat(truth.blocks()).extracting(block -> block.author().hex()).isEqualTo(authors);
            Map<String, long[]> seen = new HashMap<>();
            truth.withoutOrphans().byAuraKey().forEach((key, tally) -> {
                assertThat(tally.orphaned()).isZero();
                seen.put(key.hex(), new long[] {tally.produced(), tally.missed()});
            });
            assertThat(seen).usingRecursiveComparison().isEqualTo(tallies);
        }
    }

    @Test
    void everySlotIsOwedOnceAndSumsAgree() {
        SimulatedChain chain = SimulatedChain.create(Specs.rough().build(), Specs.NOON);
        Truth truth = chain.truth();
        long first = truth.blocks().get(0).slot();
        long last = truth.blocks().get(truth.blocks().size() - 1).slot();
        assertThat(truth.slots()).hasSize((int) (last - first + 1));
        assertThat(truth.total().owed()).isEqualTo(last - first + 1);
        assertThat(truth.total().produced()).isEqualTo(truth.blocks().size());
        assertThat(truth.total().missed()).isPositive();
        assertThat(truth.total().orphaned()).isPositive();
        assertThat(truth.byAuraKey().values().stream()
                        .mapToLong(Truth.Tally::owed)
                        .sum())
                .isEqualTo(last - first + 1);
        assertThat(truth.withoutOrphans().total())
                .isEqualTo(new Truth.Tally(
                        truth.total().produced(),
                        truth.total().missed() + truth.total().orphaned(),
                        0));
        assertThat(truth.knowing(hash -> true)).isEqualTo(truth);
        assertThat(truth.orphans())
                .isNotEmpty()
                .allMatch(hash -> chain.block(hash).isPresent());
    }

    @Test
    void aStretchIsToldAsPartOfTheWhole() {
        SimulatedChain chain = SimulatedChain.create(Specs.rough().build(), Specs.NOON);
        Truth whole = chain.truth();
        Truth part = chain.truth(300, 800);
        assertThat(part.blocks()).isEqualTo(whole.blocks().subList(299, 800));
        int from = whole.slots().indexOf(part.slots().get(0));
        assertThat(part.slots())
                .isEqualTo(whole.slots().subList(from, from + part.slots().size()));
    }

    private static String author(Truth truth, long number) {
        Truth.Block block = truth.blocks().get((int) number - 1);
        assertThat(block.number()).isEqualTo(number);
        return block.author().hex();
    }

    private static String owner(List<String> set, long slot) {
        return set.get((int) (slot % set.size()));
    }

    private static BlockHash hash(NodeClient client, long number) throws Exception {
        return BlockHash.parse(
                client.result("chain_getBlockHash", "[" + number + "]").textValue());
    }

    private static List<Long> changingBlocks(NodeClient client, long to) throws Exception {
        List<Long> changing = new ArrayList<>();
        for (long number = 1; number <= to; number++) {
            if (changeIn(client, number) != null) {
                changing.add(number);
            }
        }
        return changing;
    }

    private static List<String> changeIn(NodeClient client, long number) throws Exception {
        JsonNode header = client.result("chain_getHeader", "[\"" + hash(client, number) + "\"]");
        return changeIn(NodeClient.header(header), null);
    }

    private static List<String> changeIn(Header header, List<String> otherwise) {
        DigestItem change = header.digest().first(DigestItem.CONSENSUS, "aura").orElse(null);
        if (change == null) {
            return otherwise;
        }
        ScaleReader payload = change.payload();
        assertThat(payload.u8()).isEqualTo(1);
        return keys(payload);
    }

    private static long slot(Header header) {
        return header.digest()
                .first(DigestItem.PRE_RUNTIME, "aura")
                .orElseThrow()
                .payload()
                .u64();
    }

    private static List<String> authorities(NodeClient client, long number) throws Exception {
        return keys(new ScaleReader(
                client.bytes("state_call", "[\"AuraApi_authorities\",\"0x\",\"" + hash(client, number) + "\"]")));
    }

    private static List<String> committee(NodeClient client, long number) throws Exception {
        ScaleReader reader = new ScaleReader(client.bytes(
                "state_call",
                "[\"SessionValidatorManagementApi_get_current_committee\",\"0x\",\"" + hash(client, number) + "\"]"));
        reader.u64();
        List<String> keys = new ArrayList<>();
        for (int left = reader.compactInt(); left > 0; left--) {
            int variant = reader.u8();
            reader.skip(33);
            keys.add(Hex.encode(reader.bytes(AuraKey.LENGTH)));
            reader.skip(variant == 1 ? 64 : 32);
        }
        reader.end("committee");
        return keys;
    }

    private static List<String> keys(ScaleReader reader) {
        List<String> keys = new ArrayList<>();
        for (int left = reader.compactInt(); left > 0; left--) {
            keys.add(Hex.encode(reader.bytes(AuraKey.LENGTH)));
        }
        reader.end("authorities");
        return keys;
    }
}
