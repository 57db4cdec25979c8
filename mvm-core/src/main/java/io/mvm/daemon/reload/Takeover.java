package io.mvm.daemon.reload;

import java.util.List;
import java.util.Set;

/** A configuration that was checked as a whole and can be taken over at once. Nothing has changed yet. */
public interface Takeover {
    /** Keys whose value stayed while what the file they name says has changed, such as that of labels. */
    Set<String> changedBehind();

    /**
     * Puts it in force; what waits for a restart stays as it is.
     *
     * @param by who asked for it
     * @return what an operator should know besides; mostly nothing
     * @throws io.mvm.daemon.operation.OperationException if the daemon is ending
     */
    List<String> apply(String by);
}
