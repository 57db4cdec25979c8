package io.mvm.sync;

import io.mvm.chain.AuthoritySet;
import io.mvm.chain.Header;
import io.mvm.chain.consensus.AuraEngine;
import io.mvm.chain.consensus.ConsensusEngine;
import io.mvm.chain.consensus.ConsensusEngines;
import io.mvm.chain.consensus.Seat;
import io.mvm.duty.EmptySlot;
import io.mvm.duty.Outcome;
import io.mvm.epoch.SlotClock;
import io.mvm.rpc.FetchedBlock;
import io.mvm.store.BlockRow;
import io.mvm.store.ChainParameters;
import io.mvm.store.DutyKey;
import io.mvm.store.EmptySlotRow;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Turns a fetched block into a row with its author, and the slots between it and its parent into rows with their owners.
 * Stateless but for the chain's parameters.
 */
final class Attribution {
    private final ConsensusEngines engines;
    private final ChainParameters parameters;

    Attribution(ConsensusEngines engines, ChainParameters parameters) {
        this.engines = engines;
        this.parameters = parameters;
    }

    /** The row of a block whose parent left this tip. */
    BlockRow row(Tip parent, FetchedBlock block) {
        Header header = block.header();
        AuthoritySet setAfter = AuraEngine.announced(header).orElse(parent.setAfter());
        ConsensusEngine engine = engines.of(header).orElse(null);
        Long slot = engine == null ? null : engine.slot(header);
        boolean advances = slot != null && (parent.slot() == null || slot > parent.slot());
        Seat author = advances && parent.setAfter() != null ? engine.author(parent.setAfter(), header) : null;
        return new BlockRow(
                header.number(),
                block.hash(),
                header.parent(),
                slot,
                block.timestampMs().isPresent() ? block.timestampMs().getAsLong() : null,
                slot == null ? null : sidechainEpoch(slot),
                slot == null ? null : mainchainEpoch(slot),
                engine == null ? null : engine.name(),
                author == null ? null : author.key(),
                author == null ? null : author.index(),
                setAfter,
                header.specVersion().isPresent() ? header.specVersion().getAsInt() : null,
                block.extrinsics() == FetchedBlock.UNCOUNTED ? null : Integer.valueOf(block.extrinsics()));
    }

    /**
     * Empty slots between a parent and its child.
     *
     * @param child the child's row; none are charged if its engine, slot or the set before it is unknown
     * @param orphaned whether a block by that owner is known to have been lost in that slot
     */
    List<EmptySlotRow> emptyBetween(Tip parent, BlockRow child, BiPredicate<Long, Seat> orphaned) {
        if (parent.number() == 0 || parent.slot() == null || child.author() == null) {
            return List.of();
        }
        // Only one engine charges empty slots so far; with a second one the child's engine decides.
        ConsensusEngine engine = engines.named(child.engine());
        return EmptySlot.between(engine, parent.setAfter(), parent.slot(), child.slot()).stream()
                .map(empty -> new EmptySlotRow(
                        empty.slot(),
                        parent.number(),
                        empty.owner().key(),
                        empty.owner().index(),
                        parent.setAfter(),
                        orphaned.test(empty.slot(), empty.owner()) ? Outcome.ORPHANED : Outcome.MISSED))
                .toList();
    }

    /** The epoch a slot's duty is booked under. */
    long dutyEpoch(long slot) {
        Long epoch = sidechainEpoch(slot);
        return epoch == null ? DutyKey.NO_EPOCH : epoch;
    }

    private Long sidechainEpoch(long slot) {
        return parameters.slots().map(clock -> clock.epochOf(slot)).orElse(null);
    }

    private Long mainchainEpoch(long slot) {
        if (parameters.slotDurationMs() == null || parameters.mainchain().isEmpty()) {
            return null;
        }
        return parameters.mainchain().get().epochAt(slot * parameters.slotDurationMs());
    }

    /** Slots and epochs; null on chains without. */
    SlotClock slots() {
        return parameters.slots().orElse(null);
    }
}
