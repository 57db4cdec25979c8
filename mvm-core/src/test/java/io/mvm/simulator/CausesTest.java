package io.mvm.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.chain.AuraKey;
import io.mvm.chain.SidechainKey;
import io.mvm.simulator.Truth.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Why slots are empty, on stretches short enough to count by hand: a letter for each owner, and what became of its slot. */
class CausesTest {
    @Test
    void oneOwnersMissAmongOthersBlocksIsItsOwn() {
        assertThat(truth("abcdefg", "+++-+++").causes(0.33, 3)).isEqualTo(Map.of(103L, "alone"));
    }

    @Test
    void missIsTheNetworksFromTheShareOn() {
        // Around slot 3: b, c, e, f are others; one of these four is missed.
        Truth quarter = truth("abcdefg", "++--+++");
        assertThat(quarter.causes(0.25, 2).get(103L)).isEqualTo("network");
        assertThat(quarter.causes(0.26, 2).get(103L)).isEqualTo("alone");
    }

    @Test
    void ownersOwnSlotsDoNotMakeItTheNetwork() {
        assertThat(truth("aaaabaaaa", "----+----").causes(0.01, 4).values()).containsOnly("alone");
        assertThat(truth("aaaabaaaa", "---------").causes(1, 4)).containsValue("network");
    }

    @Test
    void orphanIsNeitherMissedNorTheNetworks() {
        assertThat(truth("abcde", "-oooo").causes(0.01, 4))
                .isEqualTo(
                        Map.of(100L, "alone", 101L, "orphaned", 102L, "orphaned", 103L, "orphaned", 104L, "orphaned"));
    }

    @Test
    void windowIsCutAtTheFirstAndLastSlot() {
        Truth ends = truth("abcdefgh", "--++++--");
        assertThat(ends.causes(1, 1)).isEqualTo(Map.of(100L, "network", 101L, "alone", 106L, "alone", 107L, "network"));
        assertThat(ends.causes(0.5, 1).values()).containsOnly("network");
    }

    @Test
    void nobodyElseNearbyMeansAlone() {
        assertThat(truth("aaa", "+-+").causes(0.01, 1)).isEqualTo(Map.of(101L, "alone"));
        assertThat(truth("a", "-").causes(0.01, 10)).isEqualTo(Map.of(100L, "alone"));
    }

    @Test
    void stallOfASimulatedNetworkIsTheNetworks() {
        NetworkSpec spec = Specs.tiny().slotsPerEpoch(60).permissionedSeats(9).build();
        try (SimulatedChain chain = SimulatedChain.create(spec, Specs.NOON)) {
            chain.advanceSlots(60);
            chain.forceMiss(1);
            chain.advanceSlots(60);
            chain.halt();
            chain.advanceSlots(6);
            chain.resume();
            chain.advanceSlots(40);
            Map<Long, String> causes = chain.truth().causes(0.33, 5);
            assertThat(causes).hasSize(7).containsEntry(8L + 61, "alone");
            for (long slot = 8 + 121; slot <= 8 + 126; slot++) {
                assertThat(causes).containsEntry(slot, "network");
            }
        }
    }

    private static Truth truth(String owners, String outcomes) {
        List<Truth.Slot> slots = new ArrayList<>();
        for (int i = 0; i < owners.length(); i++) {
            char owner = owners.charAt(i);
            byte[] sidechainKey = new byte[SidechainKey.LENGTH];
            sidechainKey[0] = 2;
            sidechainKey[1] = (byte) owner;
            byte[] auraKey = new byte[AuraKey.LENGTH];
            auraKey[0] = (byte) owner;
            Outcome outcome = switch (outcomes.charAt(i)) {
                case '+' -> Outcome.PRODUCED;
                case '-' -> Outcome.MISSED;
                default -> Outcome.ORPHANED;
            };
            slots.add(new Truth.Slot(
                    100L + i, AuraKey.of(auraKey), SidechainKey.of(sidechainKey), owner - 'a', outcome, null));
        }
        return Truth.of(List.of(), slots, Set.of());
    }
}
