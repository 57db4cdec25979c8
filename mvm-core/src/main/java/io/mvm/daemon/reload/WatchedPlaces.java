package io.mvm.daemon.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The directories in which something can change what a path leads to: each on the way to the file, with the name there that
 * counts, symbolic links followed. Where the way ends early, the last directory that is there is the last one.
 */
final class WatchedPlaces {
    /** As the system has it: more are a loop. */
    private static final int MOST_LINKS = 40;

    private final Map<Path, Set<String>> names = new TreeMap<>();
    private final Set<Path> last = new HashSet<>();

    /** Adds the way to a file. */
    void add(Path file) {
        Path start = file.toAbsolutePath();
        Deque<String> left = new ArrayDeque<>();
        start.forEach(name -> left.add(name.toString()));
        Path at = start.getRoot();
        int links = 0;
        while (!left.isEmpty()) {
            String name = left.removeFirst();
            if (name.equals(".") || name.isEmpty()) {
                continue;
            }
            if (name.equals("..")) {
                at = at.getParent() == null ? at : at.getParent();
                continue;
            }
            names.computeIfAbsent(at, directory -> new HashSet<>()).add(name);
            Path next = at.resolve(name);
            if (Files.isSymbolicLink(next)) {
                Path target = target(next);
                if (target == null || ++links > MOST_LINKS) {
                    return;
                }
                for (int i = target.getNameCount() - 1; i >= 0; i--) {
                    left.addFirst(target.getName(i).toString());
                }
                at = target.isAbsolute() ? target.getRoot() : at;
            } else if (Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
                if (left.isEmpty()) {
                    last.add(at);
                }
                at = next;
            } else {
                return;
            }
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            // Gone again, or nothing for us to read: whatever comes in its place will be seen where it lay.
            return null;
        }
    }

    /** The directories. */
    Set<Path> directories() {
        return names.keySet();
    }

    /** Whether a file that is watched itself lies there, so that it may be written; elsewhere names alone come and go. */
    boolean holdsFile(Path directory) {
        return last.contains(directory);
    }

    /** Whether a name in a directory is on a way. */
    boolean counts(Path directory, String name) {
        return names.getOrDefault(directory, Set.of()).contains(name);
    }
}
