package io.mvm.cli;

import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvm labels import}. */
@Command(
        name = "import",
        description =
                "Makes a file for validator.labels-file from a known_validators.toml. What cannot be taken over is"
                        + " told on stderr by its line.",
        footer = {
            "",
            "Examples:",
            "  mvm labels import known_validators.toml",
            "  mvm labels import known_validators.toml --out /etc/mvm/labels.conf"
        })
final class LabelsImportCommand implements Callable<Integer> {
    private final MvmCommand root;

    @Parameters(paramLabel = "FILE", description = "Tables [[validators]] with sidechain_key and label.")
    private Path file;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write it. Default: standard output.")
    private Path out;

    @Option(names = "--force", description = "Replace the file of --out if there is one.")
    private boolean force;

    LabelsImportCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        ValidatorRegistry registry = ValidatorRegistry.read(lines());
        registry.complaints().forEach(complaint -> root.environment().err().println("mvm: " + file + ": " + complaint));
        if (registry.labels().isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.HOPELESS,
                    file + " names no validator, expected [[validators]] with sidechain_key and label");
        }
        String text = text(registry);
        Output output = root.output();
        if (out == null) {
            output.raw(text);
        } else {
            write(text);
            output.line(Text.count(registry.labels().size(), "name") + " written to " + out
                    + "; use it with validator.labels-file = " + ConfigUtil.quoteString(out.toString()));
        }
        output.flush();
        return ExitStatus.OK;
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            throw new CommandFailure(ExitStatus.HOPELESS, file + " is no text in UTF-8");
        } catch (IOException e) {
            String why = Files.exists(file) ? "cannot be read: " + e.getMessage() : "does not exist";
            throw new CommandFailure(ExitStatus.HOPELESS, file + " " + why);
        }
    }

    private String text(ValidatorRegistry registry) {
        StringBuilder text =
                new StringBuilder("# Names of validators, imported from " + file.getFileName() + "\nlabels {\n");
        for (Map.Entry<String, String> label : registry.labels().entrySet()) {
            text.append("  \"").append(label.getKey()).append("\" = ");
            text.append(ConfigUtil.quoteString(label.getValue())).append('\n');
        }
        return text.append("}\n").toString();
    }

    /** Whole or not at all. */
    private void write(String text) {
        if (Files.exists(out) && !force) {
            throw new CommandFailure(ExitStatus.HOPELESS, out + " exists; give --force to replace it");
        }
        Path target = out.toAbsolutePath();
        Path beside = target.resolveSibling(target.getFileName() + ".new");
        try {
            Files.writeString(beside, text, StandardCharsets.UTF_8);
            Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.HOPELESS, out + " cannot be written: " + e);
        }
    }
}
