package io.mvm.cli;

import io.mvm.config.LiveKeys;
import io.mvm.config.MvmConfig;
import io.mvm.config.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvm config show}. */
@Command(
        name = "show",
        description = "Every key with the value in effect, secrets masked. Those marked with * are not the default.",
        footer = {
            "",
            "Examples:",
            "  mvm config show",
            "  mvm config show sync rpc.urls --origin",
            "  mvm config show --changed --json"
        })
final class ConfigShowCommand implements Callable<Integer> {
    /** Long lists would hide the rest; --json has all of it. */
    private static final int LONGEST = 44;

    private final MvmCommand root;

    @Parameters(arity = "0..*", paramLabel = "KEY", description = "Keys or sections to show. Default: all.")
    private List<String> wanted = List.of();

    @Option(names = "--origin", description = "Where each value comes from too.")
    private boolean origin;

    @Option(names = "--changed", description = "Only what is not the default.")
    private boolean changed;

    @Mixin
    private RowOptions format;

    ConfigShowCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        MvmConfig config = root.config(Map.of());
        wanted.forEach(name -> requireKnown(name, config.settings()));
        Output output = root.output();
        try (Rows<Setting> rows =
                output.rows(format.format(), config.integration().chainId(), "settings", columns())) {
            config.settings().stream()
                    .filter(setting -> wanted.isEmpty() || wanted.stream().anyMatch(name -> isIn(setting, name)))
                    .filter(setting -> !changed || isChanged(setting))
                    .forEach(rows);
            if (rows.count() == 0 && format.table()) {
                output.line("every one of them has its default");
            }
        }
        output.flush();
        config.warnings().forEach(warning -> root.environment().err().println("mvm: warning: " + warning));
        return ExitStatus.OK;
    }

    private List<Column<Setting>> columns() {
        List<Column<Setting>> columns = new ArrayList<>();
        columns.add(
                new Column<>(null, "", false, row -> null, row -> isChanged(row) ? "*" : " ", row -> Style.WARNING));
        columns.add(
                Column.<Setting>text("key", "KEY", Setting::key, Setting::key).styled(ConfigShowCommand::style));
        columns.add(Column.<Setting>text("value", "VALUE", Setting::value, ConfigShowCommand::value)
                .styled(ConfigShowCommand::style));
        columns.add(
                origin
                        ? Column.<Setting>text("origin", "FROM", Setting::origin, Setting::origin)
                                .styled(row -> isChanged(row) ? Style.PLAIN : Style.DIM)
                        : Column.data("origin", Setting::origin));
        columns.add(Column.data("changed", ConfigShowCommand::isChanged));
        columns.add(Column.data("live", row -> LiveKeys.isLive(row.key())));
        return columns;
    }

    private static String value(Setting setting) {
        String value = Text.or(setting.value());
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST - 2) + "..";
    }

    private static Style style(Setting setting) {
        return isChanged(setting) ? Style.BOLD : setting.value() == null ? Style.DIM : Style.PLAIN;
    }

    private static boolean isChanged(Setting setting) {
        return !setting.origin().equals(Setting.DEFAULT_ORIGIN);
    }

    private static boolean isIn(Setting setting, String name) {
        return setting.key().equals(name) || setting.key().startsWith(name + ".");
    }

    private static void requireKnown(String name, List<Setting> settings) {
        if (settings.stream().noneMatch(setting -> isIn(setting, name))) {
            throw new CommandFailure(
                    ExitStatus.HOPELESS, "'" + name + "' is neither a key nor a section; 'mvm config show' lists all");
        }
    }
}
