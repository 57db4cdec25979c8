package io.mvm.sync;

import io.mvm.validator.Candidate;
import io.mvm.validator.OwnStanding;
import io.mvm.validator.Registration;
import io.mvm.view.RegistrationView;
import java.util.Locale;

/** A registration as the snapshot shows it. */
final class RegistrationViews {
    private RegistrationViews() {}

    static RegistrationView of(OwnStanding standing, long mainchainEpoch) {
        Registration registration = standing.registration();
        return new RegistrationView(
                mainchainEpoch,
                registration.entries().stream()
                        .map(entry -> entry(mainchainEpoch, entry))
                        .toList(),
                registration.pending().stream()
                        .map(pending -> entry(pending.mainchainEpoch(), pending.entry()))
                        .toList(),
                registration.stakeShare(),
                registration.expectedSeats(),
                standing.note());
    }

    private static RegistrationView.Entry entry(long mainchainEpoch, Candidate entry) {
        return new RegistrationView.Entry(
                mainchainEpoch,
                entry.kind().name().toLowerCase(Locale.ROOT),
                entry.valid(),
                entry.invalidReasons(),
                entry.stakeLovelace().isPresent() ? entry.stakeLovelace().getAsLong() : null,
                entry.aura().map(aura -> aura.hex()).orElse(null),
                entry.grandpa().orElse(null));
    }
}
