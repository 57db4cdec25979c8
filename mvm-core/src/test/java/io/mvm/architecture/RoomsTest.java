package io.mvm.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which room may know which. A room is a package under io.mvm with all below it; what is not allowed here is a broken build.
 * Add a room by adding its line, beside what it stands on.
 */
@AnalyzeClasses(packages = "io.mvm", importOptions = DoNotIncludeTests.class)
class RoomsTest {
    // --- direction: cli, Mvm, {daemon, jmx}, view, sync, {rpc, store}, {duty, validator}, {epoch, chain}; config
    // stands aside

    @ArchTest
    static final ArchRule configKnowsNoRoom = knows("config");

    @ArchTest
    static final ArchRule chainKnowsNoRoom = knows("chain");

    @ArchTest
    static final ArchRule epochKnowsChain = knows("epoch", "chain");

    @ArchTest
    static final ArchRule validatorStandsOnTheChain = knows("validator", "chain", "epoch");

    @ArchTest
    static final ArchRule dutyStandsOnTheChain = knows("duty", "chain", "epoch", "validator");

    @ArchTest
    static final ArchRule keysOnThisMachineAreNamesAlone = knows("keys", "chain", "validator");

    @ArchTest
    static final ArchRule rpcKnowsNeitherStoreNorSync = knows("rpc", "chain", "epoch", "duty", "validator", "config");

    @ArchTest
    static final ArchRule storeKnowsNeitherRpcNorSync = knows("store", "chain", "epoch", "duty", "validator", "config");

    /** A snapshot is plain values of the pure rooms: sync makes it, those outside read it, and it knows none of them. */
    @ArchTest
    static final ArchRule viewIsPlainValues = knows("view", "chain", "epoch", "duty", "validator");

    @ArchTest
    static final ArchRule onlySyncJoinsRpcAndStore =
            knows("sync", "chain", "epoch", "duty", "validator", "rpc", "store", "view", "config");

    @ArchTest
    static final ArchRule jmxReadsTheView = knows("jmx", "chain", "epoch", "duty", "validator", "view", "config");

    @ArchTest
    static final ArchRule daemonRunsTheRest = knows(
            "daemon", "chain", "epoch", "duty", "validator", "keys", "rpc", "store", "view", "sync", "jmx", "config");

    @ArchTest
    static final ArchRule simulatorKnowsTheProtocolAlone = knows("simulator", "chain", "epoch");

    @ArchTest
    static final ArchRule nobodyKnowsTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackages("io.mvm", "io.mvm.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.mvm.cli..");

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsWhatTheProgramHas = noClasses()
            .that()
            .resideOutsideOfPackages("io.mvm", "io.mvm.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.mvm");

    @ArchTest
    static final ArchRule onlyTheCommandLineStartsTheSimulator = noClasses()
            .that()
            .resideOutsideOfPackages("io.mvm", "io.mvm.cli..", "io.mvm.simulator..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.mvm.simulator..");

    @ArchTest
    static final ArchRule roomsFormNoCycle =
            slices().matching("io.mvm.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule partsOfARoomFormNoCycle =
            slices().matching("io.mvm.(**)").should().beFreeOfCycles();

    // --- what a room may use of the world

    @ArchTest
    static final ArchRule pureRoomsTouchNothing = noClasses()
            .that()
            .resideInAnyPackage(rooms("chain", "epoch", "duty", "validator"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..",
                    "java.net..",
                    "java.nio.channels..",
                    "javax.sql..",
                    "javax.management..",
                    "org.jdbi..",
                    "org.sqlite..",
                    "org.slf4j..",
                    "com.codahale..",
                    "com.fasterxml..",
                    "com.typesafe..",
                    "io.netty..");

    @ArchTest
    static final ArchRule sqlIsInTheStoreAlone = noClasses()
            .that()
            .resideOutsideOfPackage("io.mvm.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "org.sqlite..", "org.flywaydb..");

    @ArchTest
    static final ArchRule httpClientsAreInRpcAlone = noClasses()
            .that()
            .resideOutsideOfPackage("io.mvm.rpc..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..");

    @ArchTest
    static final ArchRule mbeansAreInJmxAndDaemonAlone = noClasses()
            .that()
            .resideOutsideOfPackages("io.mvm.jmx..", "io.mvm.daemon..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.management..", "com.codahale.metrics.jmx..");

    @ArchTest
    static final ArchRule nettyServesTheSimulatorAlone = noClasses()
            .that()
            .resideOutsideOfPackage("io.mvm.simulator..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule thereIsNoJettyInTheCore = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.jetty..", "jakarta..", "io.prometheus..");

    @ArchTest
    static final ArchRule loggingIsSlf4j =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("java.util.logging..");

    @ArchTest
    static final ArchRule logbackIsSetUpByTheCommandLineAlone = noClasses()
            .that()
            .resideOutsideOfPackage("io.mvm.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ch.qos.logback..");

    @ArchTest
    static final ArchRule nativeCodeIsForTheServiceManagerAlone = noClasses()
            .that()
            .resideOutsideOfPackage("io.mvm.daemon.process..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna..");

    // --- time and exit come in by the door

    /** Durations by System.nanoTime are fine: they are no time of day. */
    @ArchTest
    static final ArchRule theClockIsReadThroughClock = noClasses()
            .that()
            .resideOutsideOfPackages("io.mvm.cli..", "io.mvm.simulator..")
            .should()
            .accessTargetWhere(readsTheTimeOfDay());

    @ArchTest
    static final ArchRule onlyTheCommandLineEndsTheProcess = noClasses()
            .that()
            .resideOutsideOfPackage("io.mvm.cli..")
            .and()
            .doNotHaveFullyQualifiedName("io.mvm.Mvm")
            .should()
            .accessTargetWhere(endsTheProcess());

    // --- names

    @ArchTest
    static final ArchRule everyClassHasANounOfItsOwn = classes()
            .should()
            .haveSimpleNameNotEndingWith("Util")
            .andShould()
            .haveSimpleNameNotEndingWith("Utils")
            .andShould()
            .haveSimpleNameNotEndingWith("Helper")
            .andShould()
            .haveSimpleNameNotEndingWith("Manager");

    /** Classes of this room depend on these rooms of ours, and on no other. */
    private static ArchRule knows(String room, String... others) {
        String[] allowed = Stream.concat(Stream.of(room), Arrays.stream(others))
                .map(RoomsTest::room)
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> ours = JavaClass.Predicates.resideInAPackage("io.mvm..");
        return noClasses()
                .that()
                .resideInAPackage(room(room))
                .should()
                .dependOnClassesThat(ours.and(JavaClass.Predicates.resideOutsideOfPackages(allowed)))
                .as(room + " knows " + (others.length == 0 ? "no other room" : "only " + String.join(", ", others)));
    }

    private static String room(String name) {
        return "io.mvm." + name + "..";
    }

    private static String[] rooms(String... names) {
        return Arrays.stream(names).map(RoomsTest::room).toArray(String[]::new);
    }

    private static DescribedPredicate<JavaAccess<?>> readsTheTimeOfDay() {
        return DescribedPredicate.describe("reads the time of day", access -> {
            JavaClass owner = access.getTargetOwner();
            String name = access.getTarget().getName();
            if (owner.isEquivalentTo(Clock.class)) {
                return Set.of("system", "systemUTC", "systemDefaultZone", "tickMillis", "tickSeconds", "tickMinutes")
                        .contains(name);
            }
            if (owner.isEquivalentTo(System.class)) {
                return name.equals("currentTimeMillis");
            }
            return owner.getPackageName().equals("java.time")
                    && name.equals("now")
                    && access.getTarget() instanceof CodeUnitAccessTarget target
                    && target.getRawParameterTypes().stream().noneMatch(p -> p.isEquivalentTo(Clock.class));
        });
    }

    private static DescribedPredicate<JavaAccess<?>> endsTheProcess() {
        return DescribedPredicate.describe("ends the process", access -> {
            JavaClass owner = access.getTargetOwner();
            String name = access.getTarget().getName();
            return (owner.isEquivalentTo(System.class) || owner.isEquivalentTo(Runtime.class))
                    && (name.equals("exit") || name.equals("halt"));
        });
    }
}
