package io.mvm.keys;

import io.mvm.chain.SidechainKey;
import io.mvm.validator.KeyType;
import io.mvm.validator.LocalKeys;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A node's keystore directory. A file's name is eight hex digits of the key's type and the public key; what it holds is the
 * secret, so that no file is ever opened: names and modes are all that is read. Touches the disk.
 */
public final class Keystore {
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> OTHERS_CHANGE =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    /** So many files are named in a warning; a whole keystore with wrong modes would fill the screen. */
    private static final int NAMED = 3;

    private Keystore() {}

    /**
     * Reads the names in a directory. Never throws: a directory that cannot be read is an answer with a problem.
     *
     * @param directory the keystore
     * @param validator whose keys they are, if that was said
     */
    public static LocalKeys read(Path directory, Optional<String> validator) {
        String source = "keystore " + directory;
        Reading reading = new Reading();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                reading.add(file);
            }
        } catch (IOException e) {
            return failed(source, validator, e);
        } catch (DirectoryIteratorException e) {
            return failed(source, validator, e.getCause());
        }
        reading.judge(directory);
        return new LocalKeys(source, true, validator, reading.keys, reading.warnings, reading.notes, null);
    }

    private static LocalKeys failed(String source, Optional<String> validator, IOException e) {
        return new LocalKeys(source, true, validator, Map.of(), List.of(), List.of(), reason(e));
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "does not exist; expected the node's keystore, such as BASE-PATH/chains/CHAIN/keystore";
        }
        if (e instanceof NotDirectoryException) {
            return "is no directory; expected the node's keystore, such as BASE-PATH/chains/CHAIN/keystore";
        }
        if (e instanceof AccessDeniedException) {
            return "may not be read by this user; listing its names takes the right to read and search the directory,"
                    + " not to read the files in it";
        }
        return "cannot be read: " + e.getMessage();
    }

    private static final class Reading {
        private final Map<KeyType, Set<String>> keys = new EnumMap<>(KeyType.class);
        private final List<String> warnings = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final Set<String> tooOpen = new TreeSet<>();
        private int others;

        void add(Path file) {
            String name = file.getFileName().toString();
            Optional<KeyType> type = type(name);
            if (type.isEmpty() || Files.isDirectory(file)) {
                others++;
                return;
            }
            String digits = name.substring(KeyType.FILE_PREFIX);
            int expected = 2 * type.get().length();
            if (digits.length() != expected) {
                warnings.add("the file " + shortened(name) + " is named like "
                        + type.get().title() + ", but with " + digits.length()
                        + " digits of public key, expected " + expected + "; the node does not find such a key");
            } else if (!name.equals(name.toLowerCase(Locale.ROOT))) {
                warnings.add("the file " + shortened(name) + " has upper-case digits in its name, expected lower-case"
                        + " ones; the node does not find such a key");
            } else if (type.get() == KeyType.CROSS_CHAIN && !SidechainKey.plausible("0x" + digits)) {
                warnings.add("the file " + shortened(name) + " names a cross-chain key that begins with "
                        + digits.substring(0, 2) + ", expected 02 or 03");
            } else {
                keys.computeIfAbsent(type.get(), t -> new TreeSet<>()).add("0x" + digits);
            }
            permissions(file)
                    .filter(modes -> !OWNER_ONLY.containsAll(modes))
                    .ifPresent(modes -> tooOpen.add(shortened(name) + " (" + text(modes) + ")"));
        }

        void judge(Path directory) {
            if (!tooOpen.isEmpty()) {
                warnings.add("others than the owner may use " + (tooOpen.size() == 1 ? "the key file " : "key files: ")
                        + some(tooOpen) + ", expected rw------- (chmod 600)");
            }
            if (keys.isEmpty()) {
                warnings.add("there is no key in it, among " + others + " other " + (others == 1 ? "file" : "files"));
            } else if (others > 0) {
                notes.add(others + (others == 1 ? " file that is" : " files that are") + " no key of a type MVM knows");
            }
            permissions(directory).ifPresent(modes -> {
                if (modes.stream().anyMatch(OTHERS_CHANGE::contains)) {
                    warnings.add("others than the owner may change the directory (" + text(modes)
                            + "), expected rwx------ (chmod 700)");
                } else if (modes.contains(PosixFilePermission.OTHERS_READ)) {
                    notes.add("everybody on this machine may list the directory (" + text(modes)
                            + "): only public keys are seen that way, rwx------ hides them too");
                }
            });
        }

        private static Optional<KeyType> type(String name) {
            return HEX.matcher(name).matches() && name.length() > KeyType.FILE_PREFIX
                    ? KeyType.ofFileName(name)
                    : Optional.empty();
        }

        /** Empty where the file system knows no such thing, or the file went away. */
        private static Optional<Set<PosixFilePermission>> permissions(Path file) {
            try {
                return Optional.of(Files.getPosixFilePermissions(file));
            } catch (IOException | UnsupportedOperationException e) {
                return Optional.empty();
            }
        }

        private static String text(Set<PosixFilePermission> modes) {
            return PosixFilePermissions.toString(modes);
        }

        private static String some(Collection<String> names) {
            List<String> first = names.stream().limit(NAMED).toList();
            return String.join(", ", first) + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
        }

        private static String shortened(String name) {
            return name.length() <= 24 ? name : name.substring(0, 16) + "..";
        }
    }
}
