package io.mvm.cli;

import io.mvm.store.KnownValidator;
import io.mvm.store.StoredBlock;
import java.util.List;
import java.util.Locale;

/** How blocks are listed. */
final class BlockColumns {
    private BlockColumns() {}

    static List<Column<StoredBlock>> list(ValidatorNames names) {
        return List.of(
                Column.number("number", "BLOCK", StoredBlock::number),
                Column.text(
                        "hash",
                        "HASH",
                        StoredBlock::hash,
                        block -> Text.shortHex(block.hash().hex())),
                Column.data("parent", StoredBlock::parent),
                Column.number("slot", "SLOT", StoredBlock::slot),
                Column.text("timestamp_ms", "TIME", StoredBlock::timestampMs, block -> Text.time(block.timestampMs())),
                Column.data("sidechain_epoch", StoredBlock::sidechainEpoch),
                Column.data("mainchain_epoch", StoredBlock::mainchainEpoch),
                Column.data("engine", StoredBlock::engine),
                Column.<StoredBlock>text(
                                "author",
                                "AUTHOR",
                                StoredBlock::validator,
                                block -> author(block) == null
                                        ? Text.UNKNOWN
                                        : names.shown(block.validator(), author(block)))
                        .styled(block -> names.ours(block.validator()) ? Style.BOLD : Style.PLAIN),
                Column.data("aura_key", StoredBlock::auraKey),
                Column.data("seat", StoredBlock::seat),
                Column.data("spec_version", StoredBlock::specVersion),
                Column.data("extrinsics", StoredBlock::extrinsics),
                Column.<StoredBlock>text("state", "STATE", BlockColumns::state, BlockColumns::shortState)
                        .styled(block -> block.state() == StoredBlock.State.ORPHANED ? Style.WARNING : Style.PLAIN));
    }

    /** The validator's key, or {@code aura:} and its Aura key; null without an author. */
    static String author(StoredBlock block) {
        if (block.validator() != null) {
            return block.validator().hex();
        }
        return block.auraKey() == null
                ? null
                : KnownValidator.AURA_PREFIX + block.auraKey().hex();
    }

    static String state(StoredBlock block) {
        return block.state().name().toLowerCase(Locale.ROOT);
    }

    private static String shortState(StoredBlock block) {
        return switch (block.state()) {
            case FINALIZED -> "final";
            case BEST -> "best";
            case ORPHANED -> "lost";
        };
    }
}
