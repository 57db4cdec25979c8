package io.mvm.cli;

import io.mvm.config.LabelsFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code known_validators.toml}: tables {@code [[validators]]}, each with a sidechain key and a name. Read line by line
 * rather than by a TOML library, which would refuse the whole file for one bad line and could not say what became of each.
 *
 * @param labels names by sidechain key, {@code 0x} and lower-case hex
 * @param complaints what could not be taken over, each with the number of its line
 */
record ValidatorRegistry(SortedMap<String, String> labels, List<String> complaints) {
    private static final Pattern TABLE = Pattern.compile("\\[\\[\\s*(\"?)validators\\1\\s*]]\\s*(#.*)?");
    private static final Pattern OTHER_TABLE = Pattern.compile("\\[.*]\\s*(#.*)?");
    private static final Pattern VALUE =
            Pattern.compile("([A-Za-z0-9_-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)')\\s*(#.*)?");
    private static final Pattern OTHER_VALUE = Pattern.compile("([A-Za-z0-9_-]+)\\s*=.*");
    private static final Pattern KEY = Pattern.compile("(0x)?[0-9a-f]{66}");

    /** Reads the text of such a file. */
    static ValidatorRegistry read(List<String> lines) {
        Reading reading = new Reading();
        for (int i = 0; i < lines.size(); i++) {
            reading.line(i + 1, (i == 0 ? lines.get(i).replace("\uFEFF", "") : lines.get(i)).strip());
        }
        reading.end();
        return new ValidatorRegistry(reading.labels, reading.complaints);
    }

    private static final class Reading {
        private final SortedMap<String, String> labels = new TreeMap<>();
        private final SortedMap<String, Integer> firstSeen = new TreeMap<>();
        private final List<String> complaints = new ArrayList<>();
        private int table;
        private String key;
        private String label;

        void line(int number, String line) {
            if (line.isEmpty() || line.startsWith("#")) {
                return;
            }
            if (TABLE.matcher(line).matches()) {
                end();
                table = number;
                return;
            }
            if (OTHER_TABLE.matcher(line).matches()) {
                end();
                return;
            }
            Matcher value = VALUE.matcher(line);
            if (value.matches()) {
                text(number, value.group(1), value.group(2) == null ? value.group(3) : unescaped(value.group(2)));
            } else if (table > 0) {
                Matcher other = OTHER_VALUE.matcher(line);
                if (!other.matches() || wanted(other.group(1))) {
                    complain(number, "is not understood, expected NAME = \"TEXT\"");
                }
            }
        }

        private void text(int number, String name, String text) {
            if (table == 0 || !wanted(name)) {
                return;
            }
            boolean isKey = name.equals("sidechain_key");
            if ((isKey ? key : label) != null) {
                complain(
                        number, "gives '" + name + "' again for the validator of line " + table + "; the first counts");
            } else if (isKey) {
                key = text.strip().toLowerCase(Locale.ROOT);
            } else {
                label = text.strip();
            }
        }

        private static boolean wanted(String name) {
            return name.equals("sidechain_key") || name.equals("label");
        }

        void end() {
            if (table > 0) {
                take();
            }
            table = 0;
            key = null;
            label = null;
        }

        private void take() {
            if (key == null || label == null) {
                complain(table, "begins a validator without '" + (key == null ? "sidechain_key" : "label") + "'");
                return;
            }
            if (!KEY.matcher(key).matches()) {
                complain(
                        table,
                        "begins a validator whose sidechain_key is \"" + shortened(key)
                                + "\", expected 0x and 66 hex digits");
                return;
            }
            if (!LabelsFile.isLabel(label)) {
                complain(
                        table,
                        "begins a validator whose label is empty, longer than " + LabelsFile.LONGEST
                                + " characters, or has control characters");
                return;
            }
            String hex = key.startsWith("0x") ? key : "0x" + key;
            Integer earlier = firstSeen.putIfAbsent(hex, table);
            if (earlier == null) {
                labels.put(hex, label);
            } else if (labels.get(hex).equals(label)) {
                complain(table, "repeats the validator of line " + earlier);
            } else {
                complain(
                        table,
                        "names " + hex + " \"" + label + "\", but line " + earlier + " named it \"" + labels.get(hex)
                                + "\"; the first counts");
            }
        }

        private void complain(int line, String what) {
            complaints.add("line " + line + " " + what);
        }

        private static String shortened(String text) {
            String shown = text.replaceAll("\\p{Cntrl}", "?");
            return shown.length() <= 80 ? shown : shown.substring(0, 77) + "...";
        }

        /** The escapes that a name may hold; others stay as they are. */
        private static String unescaped(String text) {
            return text.replace("\\\"", "\"").replace("\\\\", "\\");
        }
    }
}
