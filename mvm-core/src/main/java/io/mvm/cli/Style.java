package io.mvm.cli;

/** How a piece of text is set off on a terminal. */
enum Style {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    GOOD("32"),
    WARNING("33"),
    BAD("1;31");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String apply(String text, boolean color) {
        return color && this != PLAIN ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
