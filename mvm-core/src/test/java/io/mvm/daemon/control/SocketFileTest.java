package io.mvm.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mvm.daemon.operation.RecordedOperations;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SocketFileTest {
    @TempDir
    private Path directory;

    private ControlServer open(Path socket) {
        return ControlServer.open(socket, new RecordedOperations(), Clock.systemUTC());
    }

    @Test
    void isTheOwnersAloneLeavesNothingBesideItAndGoesWithTheServer() throws Exception {
        Path socket = directory.resolve("mvm.sock");
        try (ControlServer server = open(socket)) {
            assertThat(server.path()).isEqualTo(socket);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            try (Stream<Path> all = Files.list(directory)) {
                assertThat(all).containsExactly(socket);
            }
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void replacesASocketThatADeadDaemonLeft() throws Exception {
        Path socket = directory.resolve("mvm.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();
        try (ControlServer server = open(socket);
                RawClient client = new RawClient(server.path())) {
            assertThat(client.ask("{\"command\":\"ping\"}")).contains("\"status\":\"ok\"");
        }
    }

    @Test
    void leavesASocketOfALivingDaemonAlone() throws Exception {
        Path socket = directory.resolve("mvm.sock");
        try (ControlServer first = open(socket)) {
            ControlSocketException failure = catchThrowableOfType(
                    ControlSocketException.class, () -> open(socket).close());
            assertThat(failure.taken()).isTrue();
            assertThat(failure)
                    .hasMessage("control socket " + socket + " is in use: another daemon runs ('mvm ctl --socket "
                            + socket + " status'); stop it, or give this one another daemon.control-socket");
            try (RawClient client = new RawClient(first.path())) {
                assertThat(client.ask("{\"command\":\"ping\"}")).contains("\"status\":\"ok\"");
            }
        }
    }

    @Test
    void takesNobodyForDeadWhoOnlyDoesNotAnswer() throws Exception {
        Path socket = directory.resolve("mvm.sock");
        try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            busy.bind(UnixDomainSocketAddress.of(socket), 1);
            try (RawClient one = new RawClient(socket);
                    RawClient two = new RawClient(socket)) {
                assertThatThrownBy(() -> open(socket).close()).hasMessageContaining("is in use");
                assertThat(one.channel.isOpen() && two.channel.isOpen()).isTrue();
            }
        }
    }

    @Test
    void doesNotTakeAwayWhatHasBecomeAnothers() throws Exception {
        Path socket = directory.resolve("mvm.sock");
        ControlServer first = open(socket);
        Files.delete(socket);
        try (ControlServer second = open(socket)) {
            first.close();
            assertThat(second.path()).exists();
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void neverTouchesAFileThatIsNoSocket() throws Exception {
        Path file = Files.writeString(directory.resolve("mvm.sock"), "precious");
        assertThatThrownBy(() -> open(file).close())
                .isInstanceOf(ControlSocketException.class)
                .hasMessage("control socket " + file + " cannot be opened: there is a file that is no socket; move it"
                        + " away, or give another path as daemon.control-socket");
        assertThat(file).hasContent("precious");
    }

    @Test
    void saysWhyItCannotBeOpened() throws Exception {
        assertThatThrownBy(() -> open(directory.resolve("none/mvm.sock")).close())
                .hasMessageContaining("the directory " + directory.resolve("none") + " does not exist");
        Path deep = Files.createDirectories(directory.resolve("d".repeat(90)));
        Path socket = deep.resolve("mvm.sock");
        assertThatThrownBy(() -> open(socket).close())
                .hasMessageContaining("the path has " + socket.toString().length() + " bytes, the system takes 107");
        assertThat(deep).isEmptyDirectory();
    }
}
