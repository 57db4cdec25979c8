package io.mvm.daemon.control;

import io.mvm.daemon.operation.RecordedOperations;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the control socket share: one that listens in an empty directory, and notes what it was asked. */
public abstract class ControlFixture {
    /** The time it is for daemon and clients. */
    protected static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(RecordedOperations.NOW_MS), ZoneOffset.UTC);

    /** Where the socket is, and nothing else. */
    @TempDir
    protected Path directory;

    /** What the daemon does. */
    protected final RecordedOperations operations = new RecordedOperations();

    /** Where it listens. */
    protected Path socket;

    /** Who listens there. */
    protected ControlServer server;

    @BeforeEach
    void listen() {
        socket = directory.resolve("mvm.db.sock");
        server = ControlServer.open(socket, operations, CLOCK);
    }

    @AfterEach
    void close() {
        operations.gate.countDown();
        server.close();
    }
}
