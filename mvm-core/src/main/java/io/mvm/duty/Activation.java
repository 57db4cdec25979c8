package io.mvm.duty;

/**
 * When a chosen committee begins to own slots. The first block in the committee's epoch (or later, if the committee is chosen
 * late) rotates the session; it belongs to the old authorities, as its own state governs only its children. Newer runtimes
 * pass the new authorities on one block later.
 */
public final class Activation {
    /** Runtime 2.1.0, the first one on the newer session pallet. */
    private static final int LATER_SINCE = 2_001_000;

    private Activation() {}

    /**
     * Blocks that must be on the chain, from the boundary on, before the new authorities own slots: 1 or 2.
     *
     * @param specVersion spec version of the runtime in force, such as 18001 for 0.18.1
     */
    public static int blocks(int specVersion) {
        return specVersion >= LATER_SINCE ? 2 : 1;
    }
}
