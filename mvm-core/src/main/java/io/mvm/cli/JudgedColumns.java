package io.mvm.cli;

import io.mvm.duty.Cause;
import io.mvm.duty.Judged;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The finalized view of slots, as columns and lines that several commands share. */
final class JudgedColumns {
    private JudgedColumns() {}

    /** For CSV and JSON: judged slots, produced ones, and one column for each cause. */
    static <T> List<Column<T>> data(Function<T, Judged> judged) {
        List<Column<T>> columns = new ArrayList<>();
        columns.add(Column.data("judged_owed", row -> judged.apply(row).owed()));
        columns.add(Column.data("judged_produced", row -> judged.apply(row).produced()));
        for (Cause cause : Cause.values()) {
            columns.add(Column.data(
                    "judged_" + cause.word(), row -> judged.apply(row).of(cause)));
        }
        return columns;
    }

    /** Lines for people, and values for programs. */
    static Facts facts(Facts facts, Judged judged) {
        facts.group("Finalized view")
                .fact(
                        "judged_owed",
                        "judged",
                        judged.owed(),
                        judged.owed() == 0 ? "none yet" : Text.number(judged.owed()))
                .number("judged_produced", "produced", judged.produced());
        for (Cause cause : List.of(Cause.ALONE, Cause.NODE, Cause.NETWORK, Cause.MAINTENANCE, Cause.ORPHANED)) {
            long slots = judged.of(cause);
            facts.fact(
                    "judged_" + cause.word(),
                    label(cause),
                    slots,
                    Text.number(slots) + (slots == 0 ? "" : " (" + Text.percent(slots, judged.owed()) + ")"));
        }
        return facts;
    }

    private static String label(Cause cause) {
        return switch (cause) {
            case ALONE -> "missed alone";
            case NODE -> "missed, node down";
            case NETWORK -> "missed by many";
            case MAINTENANCE -> "in maintenance";
            case ORPHANED -> "orphaned";
        };
    }
}
