package io.mvm.store;

import java.util.List;

/**
 * What one check of a recount found.
 *
 * @param name what was compared, in two or three words
 * @param rows rows looked at
 * @param expected what the rows add up to; of the first fault, if there is one
 * @param found what is kept; of the first fault, if there is one
 * @param faults places where the two differ
 * @param examples the first few of them, in words
 */
public record RecountCheck(String name, long rows, String expected, String found, long faults, List<String> examples) {
    public RecountCheck {
        examples = List.copyOf(examples);
    }

    /** Whether both agree everywhere. */
    public boolean ok() {
        return faults == 0;
    }
}
