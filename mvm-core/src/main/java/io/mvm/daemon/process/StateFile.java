package io.mvm.daemon.process;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Keeps a {@link RunRecord} in a JSON file: {@code {"version":1,"crc32c":"..","content":{..}}}, the sum being that of the content
 * without any white space. A reader finds the former content or the new one, whole, however the writer ends: the new one is
 * written beside, forced to the disk, and put in place in one step. For one thread at a time.
 */
final class StateFile {
    private static final int VERSION = 1;
    private static final long LARGEST = 64 << 10;
    private static final DateTimeFormatter ASIDE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path file;
    private final ObjectMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** What is in the file is no record of ours; the message says why. */
    private static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }

    StateFile(Path file) {
        this.file = file;
    }

    Path path() {
        return file;
    }

    /**
     * What was written last; empty if there is no file. One that is damaged, or of a version we do not know, is renamed to
     * {@code <file>.damaged-<time>}, which is logged, and counts as none.
     *
     * @throws IOException if it is there and cannot be read
     */
    Optional<RunRecord> read(Instant now) throws IOException {
        byte[] text;
        try {
            if (Files.size(file) > LARGEST) {
                setAside(now, "it has " + Files.size(file) + " bytes, expected " + LARGEST + " at most");
                return Optional.empty();
            }
            text = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(text));
        } catch (DamagedException e) {
            setAside(now, e.getMessage());
            return Optional.empty();
        }
    }

    private RunRecord parse(byte[] text) throws DamagedException {
        JsonNode root;
        try {
            root = json.readTree(text);
        } catch (IOException e) {
            throw new DamagedException("its " + text.length + " bytes are no JSON");
        }
        if (root == null || !root.isObject()) {
            throw new DamagedException("its " + text.length + " bytes are no JSON object");
        }
        JsonNode content = root.path("content");
        if (!root.path("version").isInt() || root.path("version").intValue() != VERSION) {
            throw new DamagedException("it has version " + root.path("version") + ", expected " + VERSION);
        }
        try {
            String sum = sum(json.writeValueAsBytes(content));
            if (!sum.equals(root.path("crc32c").asText())) {
                throw new DamagedException("its content has the sum " + sum + ", but "
                        + root.path("crc32c").asText() + " is written");
            }
            RunRecord record = json.treeToValue(content, RunRecord.class);
            if (record == null || record.runs() == null || record.state() == null) {
                throw new DamagedException("it lacks part of its content");
            }
            return record;
        } catch (DamagedException e) {
            throw e;
        } catch (IOException e) {
            throw new DamagedException("its content is not what is expected");
        }
    }

    private void setAside(Instant now, String why) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged-" + ASIDE.format(now));
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        ProcessLog.stateDamaged(file, aside, why);
    }

    private static String sum(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    /**
     * Replaces what is in the file. When it returns, the new content outlasts a loss of power.
     *
     * @throws IOException if it cannot; the former content is still there then
     */
    void write(RunRecord record) throws IOException {
        byte[] content = json.writeValueAsBytes(json.valueToTree(record));
        ObjectNode root = json.createObjectNode();
        root.put("version", VERSION).put("crc32c", sum(content)).set("content", json.readTree(content));
        // A link stays a link: what it leads to is replaced.
        Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
        Path part = target.resolveSibling("." + target.getFileName() + ".part");
        Files.createDirectories(target.getParent());
        Files.deleteIfExists(part);
        try (FileChannel channel =
                FileChannel.open(part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes())) {
            ByteBuffer bytes = ByteBuffer.wrap(json.writeValueAsBytes(root));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory(target.getParent());
    }

    /** The new name is on the disk only once its directory is. */
    private static void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every file system can; the content itself is on the disk under either name.
            return;
        }
    }

    private static FileAttribute<?>[] attributes() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
