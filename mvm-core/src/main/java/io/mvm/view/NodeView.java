package io.mvm.view;

/**
 * The active node. Everything it has not told, or refused to tell, is null.
 *
 * @param up whether any endpoint answers
 * @param synced false in major sync; null if unknown
 * @param peers connected peers
 * @param blockHeight best block it told, stored or not
 * @param finalizedHeight finalized block it told, stored or not
 * @param specVersion spec version of the runtime at the head
 * @param name its own name
 * @param version its version
 * @param roles comma-separated, such as {@code Authority}
 * @param network name of the chain it follows
 * @param headSlot slot of the best block
 * @param headTimestampMs start of that slot
 * @param finalizedTimestampMs start of the finalized block's slot
 * @param slotDurationMs length of a slot, as the chain says
 * @param detail more of it; null while nothing more is known
 */
public record NodeView(
        boolean up,
        Boolean synced,
        Integer peers,
        Long blockHeight,
        Long finalizedHeight,
        Integer specVersion,
        String name,
        String version,
        String roles,
        String network,
        Long headSlot,
        Long headTimestampMs,
        Long finalizedTimestampMs,
        Long slotDurationMs,
        NodeDetailView detail) {}
