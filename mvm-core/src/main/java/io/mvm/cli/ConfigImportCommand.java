package io.mvm.cli;

import io.mvm.config.TomlImport;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvm config import}. */
@Command(
        name = "import",
        description =
                "Makes a configuration from another monitor's mvm.toml. What cannot be taken over stands in it as a"
                        + " comment that says why, and is told on stderr.",
        footer = {
            "",
            "Examples:",
            "  mvm config import mvm.toml",
            "  mvm config import /opt/midnight/mvm/config/config.toml --out /etc/mvm/mvm.conf"
        })
final class ConfigImportCommand implements Callable<Integer> {
    private final MvmCommand root;

    @Parameters(paramLabel = "FILE", description = "The TOML file.")
    private Path file;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write it, for its owner alone if it holds a secret. Default: standard output, with"
                    + " secrets left out.")
    private Path out;

    @Option(names = "--force", description = "Replace the file of --out if there is one.")
    private boolean force;

    ConfigImportCommand(MvmCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        TomlImport made = TomlImport.of(file.toString(), text(), out != null);
        Output output = root.output();
        if (out == null) {
            output.raw(made.text());
        } else {
            write(made);
            output.line(Text.count(made.taken(), "key") + " taken over, "
                    + Text.count(made.notes().size(), "key") + " not; written to " + out
                    + (made.secret() ? ", for its owner alone as it holds a secret" : "")
                    + "; see it with 'mvm --config "
                    + out + " config show'");
        }
        output.flush();
        made.notes().forEach(note -> root.environment().err().println("mvm: " + file + ": " + note));
        return ExitStatus.OK;
    }

    private String text() {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            throw new CommandFailure(ExitStatus.HOPELESS, file + " is no text in UTF-8");
        } catch (IOException e) {
            String why = Files.exists(file) ? "cannot be read: " + e.getMessage() : "does not exist";
            throw new CommandFailure(ExitStatus.HOPELESS, file + " " + why);
        }
    }

    /** Whole or not at all, and never for a moment readable by others if it holds a secret. */
    private void write(TomlImport made) {
        if (Files.exists(out) && !force) {
            throw new CommandFailure(ExitStatus.HOPELESS, out + " exists; give --force to replace it");
        }
        Path target = out.toAbsolutePath();
        Path beside = target.resolveSibling(target.getFileName() + ".new");
        try {
            Files.deleteIfExists(beside);
            if (made.secret() && Files.getFileStore(target.getParent()).supportsFileAttributeView("posix")) {
                Files.createFile(
                        beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(beside, made.text(), StandardCharsets.UTF_8);
            Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.HOPELESS, out + " cannot be written: " + e);
        }
    }
}
