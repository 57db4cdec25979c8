package io.mvm.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the example and the page of keys together with the code: every key is explained, and the page is made of that. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");

    private static final Pattern SECTION = Pattern.compile("^ *([a-z]+) \\{$");
    private static final Pattern KEY = Pattern.compile("^ *# ([a-z-]+) = .*$");
    private static final Pattern COMMENT = Pattern.compile("^ *# ?(.*)$");
    private static final Pattern HEADING = Pattern.compile("^# --- (.*?) -+$");

    private static final Config REFERENCE = ConfigLoader.reference();
    private static final KnownKeys KNOWN = new KnownKeys(REFERENCE);
    private static final Environment ENVIRONMENT = new Environment(KNOWN);

    /** What the example says of each key, in its order; and the headings over sections. */
    private final Map<String, String> comments = new LinkedHashMap<>();

    private final Map<String, String> headings = new LinkedHashMap<>();

    @Test
    void everyKeyOfTheExampleHasACommentOfItsOwn() {
        read();
        assertThat(comments.keySet()).containsExactlyInAnyOrderElementsOf(KNOWN.paths());
        assertThat(comments)
                .allSatisfy((key, comment) ->
                        assertThat(comment).as(key).matches(".{10,}[.)].*").doesNotContain("|"));
    }

    @Test
    void theExampleNamesTheShortVariableOfEveryKeyThatHasOne() {
        read();
        for (String key : KNOWN.paths()) {
            for (String name : ENVIRONMENT.names(key)) {
                if (Environment.isShort(name) && !name.equals(longName(key))) {
                    assertThat(comments.get(key)).as(key).contains(name);
                }
            }
        }
    }

    @Test
    void thePageOfKeysIsWhatCodeAndExampleSay() throws IOException {
        read();
        String now = page();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, now);
        }
        assertThat(PAGE).as("renewed by -Dgolden.update=true").exists();
        assertThat(now)
                .as("docs/configuration.md is not what the code says; renew it by -Dgolden.update=true")
                .isEqualTo(Files.readString(PAGE));
    }

    private void read() {
        List<String> sections = new ArrayList<>();
        List<String> comment = new ArrayList<>();
        String heading = "";
        for (String line : ExampleFile.text().lines().toList()) {
            Matcher key = KEY.matcher(line);
            Matcher title = HEADING.matcher(line);
            Matcher section = SECTION.matcher(line);
            if (title.matches()) {
                heading = title.group(1);
            } else if (section.matches()) {
                sections.add(section.group(1));
                headings.putIfAbsent(sections.get(0), heading);
            } else if (line.strip().equals("}")) {
                sections.remove(sections.size() - 1);
            } else if (key.matches()) {
                String path = String.join(".", sections) + "." + key.group(1);
                assertThat(comments.put(path, String.join(" ", comment)))
                        .as(path)
                        .isNull();
            } else if (COMMENT.matcher(line).matches()) {
                comment.add(line.strip().substring(1).strip());
                continue;
            }
            comment.clear();
        }
    }

    private String page() {
        StringBuilder page = new StringBuilder("""
                # Configuration

                <!-- Made of the code and of packaging/conf/mvm.conf.example by ConfigurationPageTest; renew it by
                -Dgolden.update=true instead of editing it. -->

                MVM runs without a configuration. What is set wins in this order: command line, environment, file, default. The file is the
                first of these that exists: the one that `--config` names, `./mvm.conf`, `$XDG_CONFIG_HOME/mvm/mvm.conf` (`~/.config/mvm/mvm.conf`),
                `/opt/midnight/mvm/config/mvm.conf`, `/etc/mvm/mvm.conf`. It is written in [HOCON](https://github.com/lightbend/config/blob/main/HOCON.md):
                JSON is HOCON, and so is what is easier to write.

                | | |
                |---|---|
                | `mvm config example > mvm.conf` | [every key](../packaging/conf/mvm.conf.example) with its default, to start from |
                | `mvm config validate FILE` | all that is wrong at once, each with file and line; ends with 0 or 2 |
                | `mvm config show --origin` | every value in effect and where it came from; `--changed` for those that are set |
                | `mvm config paths` | where files are looked for and which paths are in effect |
                | `mvm config import mvm.toml --out mvm.conf` | a configuration from that of another monitor, nothing of it lost silently |

                A key that is misspelt is an error which names the nearest one. Durations are `300ms`, `6s`, `10m`, `2h`, `1d`, sizes `64KiB`, `10MiB`; paths
                that do not begin with `/` start in the working directory. In the environment a list is separated by commas, and an empty variable counts as
                unset. `${NAME}` in the file is the environment's variable of that name; that it is not set is an error, unless it is written `${?NAME}`.

                The file may **include** others: `include "node.conf"` takes one beside it (`include file("x.conf")` one of the working directory, `include required("x.conf")` says that
                it must be there: else its absence is a warning), in the order in which they stand: what comes later wins. Included files may include further ones. Without an ending, `.conf`,
                `.json` and `.properties` are tried. `mvm config paths` lists them all. One that is there and cannot be read is an error; so is one from the network.

                **Secrets** (`api.api-key`, `alerts.heartbeat-url`, URLs and `auth` of `webhooks.endpoints`, user, password, query and keys in the path of any URL) are masked wherever
                settings are shown. Those with a key that ends in `-file` may be in a file of their own, which holds the secret on one line and nothing else; it is
                read when the secret is used, so other commands need no right to read it. Secrets that everybody may read are warned of. A daemon keeps no such secret, so it does not
                watch these files: what is written there counts from the next use on. Only while a configuration is refused are they watched as well, since one of them may be why.

                **Live** keys are taken over by a running daemon when the file changes, one that it includes, or the file of labels; a change of the others waits for a restart, which is said.
                An included file that appears or goes is a change as well; the file itself, a required one and that of labels are waited for while they are gone or empty.
                """);
        headings.forEach((section, heading) -> {
            page.append("\n## `").append(section).append("`: ").append(heading).append("\n\n");
            page.append("| key | default | environment | changes | what it is |\n|---|---|---|---|---|\n");
            comments.forEach((key, comment) -> {
                if (key.startsWith(section + ".")) {
                    page.append("| `")
                            .append(key)
                            .append("` | ")
                            .append(shown(key))
                            .append(" | ");
                    page.append(String.join(", ", quoted(ENVIRONMENT.names(key))))
                            .append(" | ");
                    page.append(LiveKeys.isLive(key) ? "live" : "restart").append(" | ");
                    page.append(withoutVariables(comment)).append(" |\n");
                }
            });
        });
        return page.toString();
    }

    private static String shown(String key) {
        ConfigValue value = REFERENCE.getIsNull(key) ? null : REFERENCE.getValue(key);
        return value == null ? "none" : "`" + Section.written(key, value) + "`";
    }

    private static List<String> quoted(List<String> names) {
        return names.stream().map(name -> "`" + name + "`").toList();
    }

    /** They have a column of their own. */
    private static String withoutVariables(String comment) {
        return comment.replaceAll(" ?\\((MVM|DAEMON)_[A-Z_]+(, separated by commas)?\\)", "")
                .strip();
    }

    private static String longName(String key) {
        return "MVM_" + key.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @Test
    void theExampleIsHocon() {
        assertThat(ConfigFactory.parseString(ExampleFile.text()).root()).isNotEmpty();
    }
}
