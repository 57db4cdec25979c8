package io.mvm.chain;

import io.mvm.chain.scale.ScaleException;
import io.mvm.chain.scale.ScaleReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One log of a header's digest, kept as the bytes the node sent so that the header can be hashed again.
 *
 * <p>The layout is a kind byte; kinds {@link #CONSENSUS}, {@link #SEAL} and {@link #PRE_RUNTIME} go on with four bytes of
 * engine id and a length-prefixed payload.
 */
public final class DigestItem {
    /** Any other data. */
    public static final int OTHER = 0;
    /** A message from the runtime to a consensus engine, such as a change of authorities. */
    public static final int CONSENSUS = 4;
    /** The author's signature; the last log. */
    public static final int SEAL = 5;
    /** What the author told the runtime before the block was executed, such as its slot. */
    public static final int PRE_RUNTIME = 6;

    private final byte[] raw;
    private final String engine;
    private final int payloadStart;

    private DigestItem(byte[] raw, String engine, int payloadStart) {
        this.raw = raw;
        this.engine = engine;
        this.payloadStart = payloadStart;
    }

    /**
     * Reads one log.
     *
     * @throws ScaleException if an item with an engine is cut short or has bytes after its payload
     */
    public static DigestItem of(byte[] raw) {
        if (raw.length == 0) {
            throw new ScaleException("a digest log is empty, expected at least its kind byte");
        }
        int kind = raw[0];
        if (kind != CONSENSUS && kind != SEAL && kind != PRE_RUNTIME) {
            return new DigestItem(raw.clone(), "", 1);
        }
        ScaleReader reader = new ScaleReader(raw);
        reader.skip(1);
        String engine = new String(reader.bytes(4), StandardCharsets.ISO_8859_1);
        int length = reader.compactInt();
        int start = reader.position();
        reader.skip(length);
        reader.end("digest log of engine " + engine);
        return new DigestItem(raw.clone(), engine, start);
    }

    /** One of the kind constants, or a number this version does not know. */
    public int kind() {
        return raw[0];
    }

    /** Four characters such as {@code aura}, {@code BABE}, {@code FRNK}, {@code MNSV}; empty for kinds without one. */
    public String engine() {
        return engine;
    }

    /** A reader over the payload. */
    public ScaleReader payload() {
        return new ScaleReader(raw, payloadStart, raw.length);
    }

    /** Number of payload bytes. */
    public int payloadLength() {
        return raw.length - payloadStart;
    }

    /** A copy of all the bytes, kind included. */
    public byte[] toBytes() {
        return raw.clone();
    }

    int rawLength() {
        return raw.length;
    }

    boolean is(int wantedKind, String wantedEngine) {
        return raw[0] == wantedKind && engine.equals(wantedEngine);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DigestItem that && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    @Override
    public String toString() {
        return Hex.shorten(Hex.encode(raw));
    }
}
