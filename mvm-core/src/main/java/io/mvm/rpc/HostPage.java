package io.mvm.rpc;

import static io.mvm.rpc.PageSamples.number;
import static io.mvm.rpc.PageSamples.whole;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * What node_exporter tells of the node's machine. Collectors can be switched off: what is not told is null.
 *
 * @param memoryTotalBytes memory
 * @param memoryAvailableBytes memory that processes can still have
 * @param diskTotalBytes size of the root file system
 * @param diskAvailableBytes space left on it for users
 * @param load1 load average over a minute
 * @param clockOffsetSeconds offset of its clock from its time source
 * @param clockSynced whether its clock is disciplined
 */
public record HostPage(
        Long memoryTotalBytes,
        Long memoryAvailableBytes,
        Long diskTotalBytes,
        Long diskAvailableBytes,
        Double load1,
        Double clockOffsetSeconds,
        Boolean clockSynced) {
    /** The samples that are of interest. */
    static boolean wants(String name) {
        return switch (name) {
            case "node_memory_MemTotal_bytes",
                    "node_memory_MemAvailable_bytes",
                    "node_filesystem_size_bytes",
                    "node_filesystem_avail_bytes",
                    "node_load1",
                    "node_timex_offset_seconds",
                    "node_timex_sync_status" -> true;
            default -> false;
        };
    }

    static HostPage of(PageSamples page) {
        OptionalDouble synced = page.value("node_timex_sync_status");
        return new HostPage(
                whole(page.value("node_memory_MemTotal_bytes")),
                whole(page.value("node_memory_MemAvailable_bytes")),
                whole(page.value("node_filesystem_size_bytes", HostPage::isRoot)),
                whole(page.value("node_filesystem_avail_bytes", HostPage::isRoot)),
                number(page.value("node_load1")),
                number(page.value("node_timex_offset_seconds")),
                synced.isEmpty() ? null : synced.getAsDouble() == 1);
    }

    private static boolean isRoot(Map<String, String> labels) {
        return "/".equals(labels.get("mountpoint"));
    }
}
