package io.mvm.sync;

import io.mvm.chain.BlockRef;
import io.mvm.store.Equivocation;
import io.mvm.store.ScheduleMismatch;
import io.mvm.view.MaintenanceView;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every line that following the chain says to an operator. */
final class SyncLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.mvm.sync");

    void opened(String chain, long blocks, long gapBlocks) {
        LOG.info("chain {}: {} blocks in the database, {} missing between them", chain, blocks, gapBlocks);
    }

    void waitingForNode(String why, long seconds) {
        LOG.warn("the node cannot be asked yet: {}; next try in {} s", why, seconds);
    }

    void parametersUnknown(Long slotDurationMs) {
        LOG.warn(
                "the chain tells no sidechain epochs (slot duration: {} ms); epochs stay unknown",
                slotDurationMs == null ? "unknown" : slotDurationMs);
    }

    void following(String url) {
        LOG.info("following heads at {}", url);
    }

    void streamBroke(String url, String reason) {
        LOG.warn("the stream of heads from {} broke: {}; it is taken up again without losing a block", url, reason);
    }

    void live(long first, long head) {
        LOG.info("live from block {} to the head {}; history follows behind", first, head);
    }

    void backfilling(long from, long to) {
        LOG.info("backfilling blocks {} to {}", from, to);
    }

    void backfilled(long from, long to) {
        LOG.info("history complete from block {} to {}", from, to);
    }

    void backfillRequested(long from, long to, long missing) {
        LOG.info("blocks {} to {} were asked for: {} of them are not stored and are fetched next", from, to, missing);
    }

    void backfillDone(long from, long to) {
        LOG.info("blocks {} to {}, which were asked for, are stored", from, to);
    }

    void paused(Long last) {
        LOG.info("syncing is paused at block {}; heads are watched on, nothing is stored", last);
    }

    void resumed(Long last, Long head) {
        LOG.info("syncing is taken up again at block {}, the node's head is {}", last, head);
    }

    void equivocationOfOurs(String validator, Equivocation found) {
        LOG.error(
                "EQUIVOCATION of ours: {} signed {} blocks for slot {}: {}. Two nodes run with its keys: stop one now, and see"
                        + " 'mvm guide equivocation'",
                validator,
                found.blocks().size(),
                found.slot(),
                found.blocks());
    }

    void equivocation(String validator, Equivocation found) {
        LOG.warn(
                "equivocation: {}, not one of ours, signed {} blocks for slot {}: {}",
                validator,
                found.blocks().size(),
                found.slot(),
                found.blocks());
    }

    void reorg(long ancestor, int dropped, int added) {
        LOG.warn("reorg above block {}: {} blocks orphaned, {} took their place", ancestor, dropped, added);
    }

    void anchorUnknown(long number) {
        LOG.warn(
                "the authorities before block {} are unknown: the node pruned their state and no header tells them;"
                        + " blocks stay without author until the next change of authorities",
                number);
    }

    void unknownEngine(long number, long count) {
        LOG.error(
                "block {} was authored by a consensus engine this MVM does not know; it is stored without author and no"
                        + " slot is charged ({} such blocks so far). Upgrade MVM",
                number,
                count);
    }

    void failed(String what, String why, long retryMs) {
        LOG.warn("{} failed: {}; next try in {} ms", what, why, retryMs);
    }

    void notLearnt(String what, String why) {
        LOG.warn("{} could not be learnt: {}; asked again with a later head", what, why);
    }

    void votesUnknown(String what, String why) {
        LOG.warn("{} could not be learnt: {}; asked again at the next sample, said once", what, why);
    }

    void finalityConflict(String message) {
        LOG.error("{}", message);
    }

    void setMismatch(BlockRef block) {
        LOG.error(
                "the authorities in the state after block {} are not those its headers announced; going on with the"
                        + " state's. Please report this",
                block);
    }

    void scheduleMismatch(ScheduleMismatch found) {
        LOG.warn(
                "slot {} was forecast for aura key {}, but belongs to {}; forecasts of slots after a change of committee"
                        + " cannot be trusted on this chain. Please report this",
                found.slot(),
                found.forecast(),
                found.actual());
    }

    void auditNotStored(String why) {
        LOG.warn("the audit of the forecast could not be stored: {}; tried again with the next head", why);
    }

    void historicCommitteesPruned() {
        LOG.info("the node has pruned old committees; validators that left are known by their aura keys only");
    }

    void maintenance(MaintenanceView window) {
        LOG.info(
                "maintenance until {}: {}; slots of ours missed until then are not charged",
                Instant.ofEpochMilli(window.untilMs()),
                window.reason());
    }

    void maintenanceEnded(MaintenanceView window) {
        LOG.info("maintenance that began at {} is ended", Instant.ofEpochMilli(window.fromMs()));
    }

    void statusChanged(String validator, String what, String before, String after) {
        LOG.info("validator {}: {} {}, {}", validator, what.replace('_', ' '), after, was(before));
    }

    void statusBad(String validator, String what, String before, String after, String why) {
        LOG.warn("validator {}: {} {}, {}: {}", validator, what.replace('_', ' '), after, was(before), why);
    }

    void statusNotKept(String validator, String why) {
        LOG.warn("what changed for validator {} could not be written down: {}; tried again shortly", validator, why);
    }

    private static String was(String before) {
        return before == null ? "not known before" : "was " + before;
    }

    void stopped(long head, long blocks) {
        LOG.info("stopped at block {} with {} blocks stored", head, blocks);
    }
}
