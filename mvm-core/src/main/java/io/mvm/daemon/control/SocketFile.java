package io.mvm.daemon.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket in the file system: made so that nobody but its owner can ever connect, and taken away only if it is still ours. */
final class SocketFile {
    private static final Logger LOG = LoggerFactory.getLogger(SocketFile.class);
    /** What the system's address has room for, its end included. */
    private static final int LONGEST_PATH = 107;
    /** Clients that the system lets wait while the daemon is busy accepting others. */
    private static final int BACKLOG = 128;

    private final Path path;
    private final ServerSocketChannel channel;
    private final Object identity;

    private SocketFile(Path path, ServerSocketChannel channel, Object identity) {
        this.path = path;
        this.channel = channel;
        this.identity = identity;
    }

    /**
     * Listens at a path, in place of a socket that a dead daemon left there.
     *
     * @throws ControlSocketException if it cannot
     */
    static SocketFile listen(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            shortEnough(absolute);
            refuseUnlessFree(absolute);
            Path room = privateDirectory(absolute.getParent());
            Path made = room.resolve("s");
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                shortEnough(made);
                channel.bind(UnixDomainSocketAddress.of(made), BACKLOG);
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
                Object identity = identity(made);
                Files.move(made, absolute, StandardCopyOption.ATOMIC_MOVE);
                return new SocketFile(absolute, channel, identity);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            } finally {
                Files.deleteIfExists(made);
                Files.deleteIfExists(room);
            }
        } catch (NoSuchFileException e) {
            throw failed(absolute, "the directory " + absolute.getParent() + " does not exist; make it", e);
        } catch (AccessDeniedException e) {
            throw failed(absolute, "this user may not write to " + absolute.getParent(), e);
        } catch (IOException e) {
            throw failed(absolute, e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private static ControlSocketException failed(Path path, String why, Exception cause) {
        return new ControlSocketException(
                false,
                "control socket " + path + " cannot be opened: " + why
                        + ", or give another path as daemon.control-socket",
                cause);
    }

    private static void shortEnough(Path path) throws IOException {
        int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_PATH) {
            throw new IOException(
                    "the path has " + bytes + " bytes, the system takes " + LONGEST_PATH + "; choose a shorter one");
        }
    }

    /** A socket left behind refuses connections; everything else that is there is somebody's. */
    private static void refuseUnlessFree(Path path) throws IOException {
        BasicFileAttributes there;
        try {
            there = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        if (!there.isOther()) {
            throw new IOException("there is a file that is no socket; move it away");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // Without blocking: somebody who listens and does not accept is alive too.
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException e) {
            LOG.info("control socket {} was left behind by a daemon that is gone; it is replaced", path);
            return;
        } catch (SocketException e) {
            // No room among those who wait to be let in, or not our user's: somebody listens all the same.
            if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            LOG.debug("control socket {} was tried: {}", path, e.toString());
        }
        throw new ControlSocketException(
                true,
                "control socket " + path + " is in use: another daemon runs ('mvm ctl --socket " + path
                        + " status'); stop it, or give this one another daemon.control-socket",
                null);
    }

    /** Nobody else can come into it, so nobody can connect before the socket's own permissions are set, whatever the umask. */
    private static Path privateDirectory(Path parent) throws IOException {
        for (int attempt = 0; ; attempt++) {
            // Short: the path of the socket within must fit where that of the socket itself does.
            String name = ".mvm-" + Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36), 36);
            try {
                return Files.createDirectory(
                        parent.resolve(name),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                if (attempt == 100) {
                    throw e;
                }
            }
        }
    }

    private static Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    Path path() {
        return path;
    }

    /** Whether nothing is there where it was; what another has put there is not looked at. */
    boolean isGone() {
        return Files.notExists(path, LinkOption.NOFOLLOW_LINKS);
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /** Ends listening. The file goes first, so that who finds none knows that nobody listens. */
    void close() {
        try {
            if (identity(path).equals(identity)) {
                Files.delete(path);
            } else {
                LOG.warn("control socket {} has become another's and is left to it", path);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("control socket {} was gone already", path);
        } catch (IOException e) {
            LOG.warn("control socket {} cannot be removed, which does no harm: {}", path, e.toString());
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("control socket {} cannot be closed, goes on: {}", path, e.toString());
        }
    }
}
