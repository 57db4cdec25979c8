package io.mvm.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A configuration file laid out as Kubernetes does, {@code mvm.conf -> ..data/mvm.conf} and {@code ..data -> ..N}, changed in
 * each way in which files are changed in practice.
 */
final class ConfigEditor {
    /** How the file is changed. */
    enum Way {
        /** Written where it lies. */
        IN_PLACE,
        /** Another file is moved over it. */
        RENAME,
        /** The link to it is turned to another file. */
        LINK,
        /** The link to its directory is turned to another directory, the old one deleted. */
        DIRECTORY_LINK,
        /** Deleted, and written anew. */
        DELETE
    }

    private final Path volume;
    private int version;

    ConfigEditor(Path volume, String text) throws IOException {
        this.volume = Files.createDirectories(volume);
        change(Way.DIRECTORY_LINK, text);
    }

    Path file() {
        return volume.resolve("mvm.conf");
    }

    void change(Way way, String text) throws IOException {
        switch (way) {
            case IN_PLACE -> Files.writeString(file(), text);
            case RENAME ->
                Files.move(
                        Files.writeString(volume.resolve("new"), text),
                        file().toRealPath(),
                        StandardCopyOption.ATOMIC_MOVE);
            case LINK -> {
                Path before = file().toRealPath();
                Path other = Files.writeString(volume.resolve("other" + ++version), text);
                turn(file(), Path.of(other.getFileName().toString()));
                Files.delete(before);
            }
            case DIRECTORY_LINK -> {
                Path old = Files.exists(file()) ? file().toRealPath() : null;
                String name = ".." + ++version;
                Files.writeString(Files.createDirectory(volume.resolve(name)).resolve("mvm.conf"), text);
                turn(volume.resolve("..data"), Path.of(name));
                if (!Path.of("..data", "mvm.conf").equals(target(file()))) {
                    turn(file(), Path.of("..data", "mvm.conf"));
                }
                if (old != null) {
                    Files.delete(old);
                }
            }
            case DELETE -> {
                Path at = file().toRealPath();
                Files.delete(at);
                Files.writeString(at, text);
            }
        }
    }

    private static Path target(Path link) throws IOException {
        return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link) : null;
    }

    private static void turn(Path link, Path target) throws IOException {
        Path temporary = link.resolveSibling("turning");
        Files.createSymbolicLink(temporary, target);
        Files.move(temporary, link, StandardCopyOption.ATOMIC_MOVE);
    }
}
