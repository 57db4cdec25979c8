package io.mvm.rpc;

import io.mvm.chain.BlockHash;
import io.mvm.chain.Header;
import java.util.OptionalLong;

/**
 * What MVM keeps of a block's body.
 *
 * @param hash the hash it was asked by
 * @param header its header
 * @param extrinsics number of extrinsics, inherents included; {@link #UNCOUNTED} if only the header was had
 * @param timestampMs Unix ms of the timestamp inherent; empty if the body holds none that could be recognised
 */
public record FetchedBlock(BlockHash hash, Header header, int extrinsics, OptionalLong timestampMs) {
    /** Stands for the number of extrinsics where the body was not fetched. */
    public static final int UNCOUNTED = -1;
}
