package io.mvm.chain;

import io.mvm.chain.scale.ScaleReader;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A block header as a node answers it. It does not hold its own hash: see {@link HeaderHash}.
 *
 * @param number height, 0 for genesis
 * @param parent hash of the parent (all zero for genesis)
 * @param stateRoot 32 bytes
 * @param extrinsicsRoot 32 bytes
 * @param digest logs
 */
public record Header(long number, BlockHash parent, BlockHash stateRoot, BlockHash extrinsicsRoot, Digest digest) {
    private static final String VERSION_ENGINE = "MNSV";

    public Header {
        if (number < 0) {
            throw new IllegalArgumentException("block number is negative: " + number);
        }
        Objects.requireNonNull(parent, "parent");
        Objects.requireNonNull(stateRoot, "stateRoot");
        Objects.requireNonNull(extrinsicsRoot, "extrinsicsRoot");
        Objects.requireNonNull(digest, "digest");
    }

    /** The runtime's spec version that Midnight writes into every header ({@code MNSV}); empty on other chains. */
    public OptionalInt specVersion() {
        return digest.last(DigestItem.CONSENSUS, VERSION_ENGINE)
                .filter(item -> item.payloadLength() == Integer.BYTES)
                .map(DigestItem::payload)
                .map(ScaleReader::u32)
                .map(version -> OptionalInt.of(Math.toIntExact(version)))
                .orElse(OptionalInt.empty());
    }
}
