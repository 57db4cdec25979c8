package io.mvm.view;

/**
 * The node's machine, from node_exporter. Everything is null where it is not told.
 *
 * @param up whether the page answered
 * @param memoryTotalBytes memory
 * @param memoryAvailableBytes memory that processes can still have
 * @param diskTotalBytes size of the root file system
 * @param diskAvailableBytes space left on it
 * @param load1 load average over a minute
 * @param clockOffsetSeconds offset of its clock from its time source
 * @param clockSynced whether its clock is disciplined
 */
public record HostView(
        boolean up,
        Long memoryTotalBytes,
        Long memoryAvailableBytes,
        Long diskTotalBytes,
        Long diskAvailableBytes,
        Double load1,
        Double clockOffsetSeconds,
        Boolean clockSynced) {}
