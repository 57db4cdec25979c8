package io.mvm.store;

import com.codahale.metrics.MetricRegistry;
import io.mvm.duty.Cause;
import io.mvm.duty.Judged;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A database with the small chain that most tests of the read side look at.
 *
 * <pre>
 * block   1   2   3       4       5 |  6       7   8           9  10      11
 * slot  100 101 102 103 104 105 106 |107 108 109 110 111 112 113 114 115 116
 * key     0   1   2   0   0   1   2 |  1   2   3   1   2   3   1   2   3   1
 * seat    0   1   2   3   0   1   2 |  2   0   1   2   0   1   2   0   1   2
 * </pre>
 *
 * Block 5 (slot 106) announces the second set. Slot 105 was authored on a fork and lost; slots 103, 108, 111, 112 and 115 were
 * missed. Blocks up to 7 are final. The holder of Aura key 3 is not known.
 */
public final class SampleDatabase {
    public static final Instant NOW = Instant.ofEpochMilli(120 * SampleChain.SLOT_MS);
    public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private SampleDatabase() {}

    public static ChainWriter open(Path file) {
        ChainWriter writer = ChainWriter.open(file, CLOCK, new MetricRegistry());
        writer.attach(SampleChain.NAME, SampleChain.genesis());
        writer.saveParameters(SampleChain.PARAMETERS);
        return writer;
    }

    /** Writes the chain of the picture and closes the database. */
    public static synchronized SampleChain write(Path file) {
        try (ChainWriter writer = open(file)) {
            SampleChain chain = SampleChain.fromGenesis();
            chain.blocks(100, 101, 102, 104).block(106, SampleChain.SECOND_SET);
            chain.blocks(107, 109, 110).finalizeTo(7);
            writer.commit(chain.take());
            chain.fork(4, 105);
            chain.blocks(113, 114, 116);
            writer.commit(chain.take());
            writer.identityTable()
                    .save(Map.of(
                            SampleChain.aura(0), SampleChain.sidechain(0),
                            SampleChain.aura(1), SampleChain.sidechain(1),
                            SampleChain.aura(2), SampleChain.sidechain(2)));
            writer.identityTable()
                    .saveRegistrations(
                            List.of(
                                    new Identity(SampleChain.sidechain(0), "permissioned", null),
                                    new Identity(SampleChain.sidechain(1), "registered", 5_000_000L)),
                            100);
            writer.identityTable()
                    .saveCommittee(
                            SampleChain.FIRST_SET,
                            9,
                            List.of(
                                    SampleChain.sidechain(0),
                                    SampleChain.sidechain(1),
                                    SampleChain.sidechain(2),
                                    SampleChain.sidechain(0)),
                            List.of(true, false, false, true));
            return chain;
        }
    }

    /**
     * As {@link #write}, with all blocks final, and slots 101 to 112 judged, one by each cause: 103 alone, 105 orphaned, 108 by
     * the network, 111 by the node, 112 in maintenance.
     */
    public static synchronized SampleChain writeJudged(Path file) {
        SampleChain chain = write(file);
        try (ChainWriter writer = open(file)) {
            writer.commit(chain.finalizeTo(11).take());
            Judged made = Judged.NONE.plusProduced(1);
            writer.judgements()
                    .commit(
                            new SlotRange(101, 112),
                            Map.of(
                                    103L, Cause.ALONE,
                                    105L, Cause.ORPHANED,
                                    108L, Cause.NETWORK,
                                    111L, Cause.NODE,
                                    112L, Cause.MAINTENANCE),
                            Map.of(
                                    new DutyKey(10, SampleChain.aura(0)), made.plus(Cause.ALONE),
                                    new DutyKey(10, SampleChain.aura(1)),
                                            made.plusProduced(1).plus(Cause.ORPHANED),
                                    new DutyKey(10, SampleChain.aura(2)),
                                            made.plusProduced(1).plus(Cause.NETWORK),
                                    new DutyKey(10, SampleChain.aura(3)), made,
                                    new DutyKey(11, SampleChain.aura(1)), made,
                                    new DutyKey(11, SampleChain.aura(2)), Judged.NONE.plus(Cause.NODE),
                                    new DutyKey(11, SampleChain.aura(3)), Judged.NONE.plus(Cause.MAINTENANCE)));
        }
        return chain;
    }

    /** Takes away what the migrations after a schema made, whatever is in it. */
    public static void backToSchema(int schema, Path file) throws SQLException, IOException {
        List<String> statements = new ArrayList<>();
        for (int version = Database.SCHEMA_VERSION; version > schema; version--) {
            String migration = migration(version);
            Pattern.compile("CREATE TABLE (\\w+)")
                    .matcher(migration)
                    .results()
                    .forEach(made -> statements.add("DROP TABLE " + made.group(1)));
            Pattern.compile("ALTER TABLE (\\w+) ADD COLUMN (\\w+)")
                    .matcher(migration)
                    .results()
                    .forEach(made -> statements.add("ALTER TABLE " + made.group(1) + " DROP COLUMN " + made.group(2)));
            statements.add("DELETE FROM flyway_schema_history WHERE version = '" + version + "'");
        }
        tamper(file, statements.toArray(String[]::new));
    }

    private static String migration(int version) throws IOException {
        for (String name : List.of("V2__judgement.sql", "V3__equivocation.sql")) {
            if (name.startsWith("V" + version + "__")) {
                try (InputStream file = Database.class.getResourceAsStream("migration/" + name)) {
                    return new String(file.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new IllegalArgumentException("no migration to schema " + version + " is listed here");
    }

    /** Changes rows behind the writer's back. Foreign keys are not enforced, as in a file damaged by hand. */
    public static int tamper(Path file, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            int rows = 0;
            for (String sql : statements) {
                rows += statement.executeUpdate(sql);
            }
            return rows;
        }
    }
}
