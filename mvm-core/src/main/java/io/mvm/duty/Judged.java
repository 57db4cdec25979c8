package io.mvm.duty;

/**
 * Slots by verdict, from final blocks only; they never fall. Owed is their sum by construction.
 *
 * @param produced slots with a final block
 * @param orphaned slots whose block lost
 * @param maintenance missed in a maintenance window of ours
 * @param network missed together with many others
 * @param node missed while our node was down or out of sync
 * @param alone missed while the network produced
 */
public record Judged(long produced, long orphaned, long maintenance, long network, long node, long alone) {
    /** Nothing judged. */
    public static final Judged NONE = new Judged(0, 0, 0, 0, 0, 0);

    /** Slots judged. */
    public long owed() {
        return produced + orphaned + maintenance + network + node + alone;
    }

    /** Slots without any block of the owner, whatever the cause. */
    public long missed() {
        return maintenance + network + node + alone;
    }

    /** Slots of one cause. */
    public long of(Cause cause) {
        return switch (cause) {
            case ORPHANED -> orphaned;
            case MAINTENANCE -> maintenance;
            case NETWORK -> network;
            case NODE -> node;
            case ALONE -> alone;
        };
    }

    /** Both together. */
    public Judged plus(Judged other) {
        return new Judged(
                produced + other.produced,
                orphaned + other.orphaned,
                maintenance + other.maintenance,
                network + other.network,
                node + other.node,
                alone + other.alone);
    }

    /** So many more slots with a final block. */
    public Judged plusProduced(long slots) {
        return new Judged(produced + slots, orphaned, maintenance, network, node, alone);
    }

    /** One more slot of a cause. */
    public Judged plus(Cause cause) {
        return switch (cause) {
            case ORPHANED -> new Judged(produced, orphaned + 1, maintenance, network, node, alone);
            case MAINTENANCE -> new Judged(produced, orphaned, maintenance + 1, network, node, alone);
            case NETWORK -> new Judged(produced, orphaned, maintenance, network + 1, node, alone);
            case NODE -> new Judged(produced, orphaned, maintenance, network, node + 1, alone);
            case ALONE -> new Judged(produced, orphaned, maintenance, network, node, alone + 1);
        };
    }
}
