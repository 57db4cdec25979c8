package io.mvm.config;

/**
 * Section {@code judgement}: when a missed slot is the network's fault.
 *
 * @param networkShare share of other owners' slots missed around a slot from which on its miss is the network's, above 0 to 1
 * @param windowSlots slots looked at on either side
 */
public record JudgementConfig(double networkShare, int windowSlots) {
    static JudgementConfig read(Section in) {
        return new JudgementConfig(in.number("network-share", 0.01, 1), (int) in.wholeNumber("window-slots", 1, 1_000));
    }
}
