package io.mvm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.mvm.chain.AuraKey;
import io.mvm.chain.AuthoritySet;
import io.mvm.chain.BlockHash;
import io.mvm.chain.Digest;
import io.mvm.chain.DigestItem;
import io.mvm.chain.Header;
import io.mvm.chain.HeaderHash;
import io.mvm.chain.Hex;
import io.mvm.chain.consensus.ConsensusEngines;
import io.mvm.chain.scale.ScaleWriter;
import io.mvm.duty.Tally;
import io.mvm.epoch.SlotClock;
import io.mvm.rpc.FetchedBlock;
import io.mvm.store.BlockRow;
import io.mvm.store.ChainParameters;
import io.mvm.store.ChainWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks of an engine this version does not know: stored, counted, and never guessed at. */
class UnknownEngineTest {
    private static final BlockHash ZERO = BlockHash.of(new byte[BlockHash.LENGTH]);
    private static final AuraKey A = key(1);
    private static final AuraKey B = key(2);
    private static final String BABE_SLOT_105 = "0x064241424534020000000069000000" + "00000000";

    @TempDir
    Path directory;

    @Test
    void storesThemWithoutAuthorAndChargesNoSlotAroundThem() {
        try (ChainWriter store =
                ChainWriter.open(directory.resolve("mvm.db"), Clock.systemUTC(), new MetricRegistry())) {
            store.attach("test", ZERO);
            ChainParameters parameters =
                    new ChainParameters(Optional.of(new SlotClock(6000, 300)), 6000L, Optional.empty());
            Ledger ledger = ledger(store, parameters);
            Tip genesis = new Tip(0, ZERO, null, AuthoritySet.of(List.of(A, B)));
            FetchedBlock first = block(1, ZERO, auraSlot(100));
            FetchedBlock second = block(2, first.hash(), auraSlot(102));
            FetchedBlock alien = block(3, second.hash(), BABE_SLOT_105);
            FetchedBlock after = block(4, alien.hash(), auraSlot(110));
            FetchedBlock last = block(5, after.hash(), auraSlot(112));
            ledger.append(genesis, List.of(first, second, alien, after, last));

            BlockRow stored = store.blocks(3, 3).get(0);
            assertThat(stored.engine()).isNull();
            assertThat(stored.slot()).isNull();
            assertThat(stored.author()).isNull();
            assertThat(stored.hash()).isEqualTo(alien.hash());
            assertThat(ledger.standings().counts().unattributed()).isEqualTo(1);
            assertThat(ledger.standings().counts().unknownEngine()).isEqualTo(1);
            // Slots 101 and 111 were missed by B. What lies around the alien block is nobody's yet.
            assertThat(store.duties().totals()).isEqualTo(Map.of(A, new Tally(4, 0, 0), B, new Tally(0, 2, 0)));
        }
    }

    @Test
    void aSlotThatDoesNotAdvanceGetsNoAuthor() {
        try (ChainWriter store =
                ChainWriter.open(directory.resolve("mvm.db"), Clock.systemUTC(), new MetricRegistry())) {
            store.attach("test", ZERO);
            Ledger ledger = ledger(store, ChainParameters.UNKNOWN);
            FetchedBlock first = block(1, ZERO, auraSlot(100));
            FetchedBlock again = block(2, first.hash(), auraSlot(100));
            ledger.append(new Tip(0, ZERO, null, AuthoritySet.of(List.of(A, B))), List.of(first, again));
            assertThat(store.blocks(2, 2).get(0).author()).isNull();
            assertThat(ledger.standings().counts().unattributed()).isEqualTo(1);
            assertThat(ledger.standings().counts().unknownEngine()).isZero();
        }
    }

    private static FetchedBlock block(long number, BlockHash parent, String slotItem) {
        Header header =
                new Header(number, parent, ZERO, ZERO, new Digest(List.of(DigestItem.of(Hex.decode(slotItem)))));
        return new FetchedBlock(HeaderHash.of(header), header, 2, OptionalLong.empty());
    }

    private static String auraSlot(long slot) {
        return Hex.encode(new ScaleWriter()
                .u8(DigestItem.PRE_RUNTIME)
                .bytes("aura".getBytes(StandardCharsets.US_ASCII))
                .compact(Long.BYTES)
                .u64(slot)
                .toBytes());
    }

    private static AuraKey key(int fill) {
        byte[] bytes = new byte[AuraKey.LENGTH];
        Arrays.fill(bytes, (byte) fill);
        return AuraKey.of(bytes);
    }

    private static Ledger ledger(ChainWriter store, ChainParameters parameters) {
        Equivocations none =
                new Equivocations(store, key -> Optional.empty(), key -> false, key -> null, new SyncLog());
        return new Ledger(store, new Attribution(ConsensusEngines.known(), parameters), none, update -> {});
    }
}
