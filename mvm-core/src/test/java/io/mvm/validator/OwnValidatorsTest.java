package io.mvm.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.mvm.chain.SidechainKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnValidatorsTest {
    private static final String ONE = "0x02" + "11".repeat(32);
    private static final String TWO = "0x03" + "22".repeat(32);

    @Test
    void takesWhoeverIsConfiguredOrHasItsCrossChainKeyHere() {
        OwnValidators own = new OwnValidators(
                Set.of(SidechainKey.parse(ONE)), List.of(source("a", null, TWO), source("b", ONE, null)));
        assertThat(own.ours()).extracting(SidechainKey::hex).containsExactlyInAnyOrder(ONE, TWO);
        assertThat(own.of(SidechainKey.parse(ONE)))
                .extracting(LocalKeys::source)
                .containsExactly("b");
        assertThat(own.of(SidechainKey.parse(TWO)))
                .extracting(LocalKeys::source)
                .containsExactly("a");
    }

    @Test
    void givesANamelessKeystoreToTheOnlyOneOfOursAndToNobodyElse() {
        LocalKeys nameless = source("a", null, null);
        OwnValidators one = new OwnValidators(Set.of(SidechainKey.parse(ONE)), List.of(nameless));
        assertThat(one.of(SidechainKey.parse(ONE))).containsExactly(nameless);
        assertThat(one.unassigned()).isEmpty();
        OwnValidators two =
                new OwnValidators(Set.of(SidechainKey.parse(ONE), SidechainKey.parse(TWO)), List.of(nameless));
        assertThat(two.of(SidechainKey.parse(ONE))).isEmpty();
        assertThat(two.unassigned()).containsExactly(nameless);
    }

    private static LocalKeys source(String name, String validator, String crossChain) {
        return new LocalKeys(
                name,
                true,
                Optional.ofNullable(validator),
                crossChain == null ? Map.of() : Map.of(KeyType.CROSS_CHAIN, Set.of(crossChain)),
                List.of(),
                List.of(),
                null);
    }
}
