package io.mvm.view;

import java.util.List;

/**
 * What is known of a validator only because it is ours. A part that is not known yet is null.
 *
 * @param schedule its slots ahead
 * @param votes its votes on finality
 * @param keys its keys, one entry for each type that is known of
 * @param registration its entries among the candidates
 * @param findings what is not as it should be with keys, registration or votes, the worst first; empty if nothing is
 */
public record OwnView(
        ScheduleView schedule,
        VoteView votes,
        List<KeyView> keys,
        RegistrationView registration,
        List<FindingView> findings) {
    /** Nothing known yet. */
    public static final OwnView UNKNOWN = new OwnView(null, null, List.of(), null, List.of());

    public OwnView {
        keys = List.copyOf(keys);
        findings = List.copyOf(findings);
    }
}
