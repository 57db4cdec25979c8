package io.mvm.cli;

import io.mvm.chain.AuthoritySet;
import io.mvm.chain.BlockHash;
import io.mvm.chain.SidechainKey;
import io.mvm.chain.scale.ScaleException;
import io.mvm.chain.scale.ScaleReader;
import io.mvm.config.MvmConfig;
import io.mvm.daemon.OwnSettings;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.RpcException;
import io.mvm.rpc.SidechainStatus;
import io.mvm.sync.OwnQuestions;
import io.mvm.validator.Candidates;
import io.mvm.validator.Committee;
import io.mvm.validator.DParameter;
import io.mvm.validator.KeyType;
import io.mvm.validator.NodeKeys;
import io.mvm.validator.OwnStanding;
import io.mvm.validator.OwnValidators;
import io.mvm.validator.Selection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How our validators stand right now, by the keys on this machine and what a node says. What could not be learnt is null or
 * unknown, and the reasons are among the complaints.
 *
 * @param unreachable why the node cannot be asked; null if it can
 * @param active URL that answered; null if none did
 * @param own which validators are ours, and the keys on this machine
 * @param selection what the chain says of who may produce blocks
 * @param validators each of ours, in the order of the configuration
 * @param complaints what else went wrong, in words
 */
record OwnReading(
        String unreachable,
        String active,
        OwnValidators own,
        Selection selection,
        List<Own> validators,
        List<String> complaints) {
    private static final String CURRENT = "SessionValidatorManagementApi_get_current_committee";
    private static final String NEXT = "SessionValidatorManagementApi_get_next_committee";

    /**
     * One validator of ours.
     *
     * @param label its name; null if it has none
     * @param standing its keys, registration and findings
     * @param nextSeats seats in the next committee; null while it is not chosen or unknown
     */
    record Own(String label, OwnStanding standing, Integer nextSeats) {
        SidechainKey key() {
            return standing.validator();
        }

        /** What is found of it, the worst first, each with the guide that helps. */
        List<Health.Finding> findings() {
            return standing.findings().stream()
                    .map(finding -> new Health.Finding(
                            Health.Level.valueOf(finding.level().name()),
                            finding.text(),
                            finding.advice().isEmpty() ? null : finding.subject()))
                    .toList();
        }

        /** Its name or, without one, a short form of its key. */
        String shown() {
            return label == null ? Text.shortHex(key().hex()) : label;
        }
    }

    /** Asks a node and closes it. Never throws for what a node says or does not say. */
    static OwnReading of(Supplier<ChainNode> reach, MvmConfig config) {
        try (ChainNode node = reach.get()) {
            return of(node, config);
        }
    }

    /** Asks a node. */
    static OwnReading of(ChainNode node, MvmConfig config) {
        OwnValidators own = OwnSettings.own(config.validator());
        List<String> complaints = new ArrayList<>();
        BlockHash head;
        try {
            head = node.best().hash();
        } catch (RpcException e) {
            return new OwnReading(
                    e.getMessage(),
                    null,
                    own,
                    Selection.UNKNOWN,
                    standings(own, Selection.UNKNOWN, NodeKeys.UNKNOWN, null, config),
                    List.of());
        }
        AuthoritySet set = ask(
                complaints,
                "the authorities",
                () -> AuthoritySet.read(new ScaleReader(node.runtimeCall("AuraApi_authorities", new byte[0], head))));
        Committee current = ask(
                complaints,
                "the committee",
                () -> function(node, CURRENT, head).map(Committee::decode).orElse(null));
        Committee chosen = ask(
                complaints,
                "the next committee",
                () -> function(node, NEXT, head)
                        .flatMap(Committee::decodeOptional)
                        .orElse(null));
        boolean settled = current != null && set != null && current.matches(set);
        SidechainStatus status =
                ask(complaints, "the epochs", () -> node.sidechainStatus().orElse(null));
        Candidates now = status == null
                ? null
                : ask(
                        complaints,
                        "the candidates",
                        () -> node.candidates(status.mainchainEpoch()).orElse(null));
        List<Candidates> ahead = now == null
                ? null
                : ask(
                        complaints,
                        "the candidates of later epochs",
                        () -> OwnQuestions.candidatesAfter(node, now.mainchainEpoch()));
        DParameter told =
                ask(complaints, "the D-parameter", () -> node.dParameter().orElse(null));
        Selection selection = new Selection(
                now,
                ahead == null ? List.of() : ahead,
                set,
                settled ? current : null,
                Selection.effective(
                        told, now == null ? null : new DParameter(now.permissionedSeats(), now.registeredSeats())));
        NodeKeys held = ask(complaints, "the keys in the node", () -> OwnQuestions.held(node, wanted(own, selection)));
        return new OwnReading(
                null,
                node.activeUrl(),
                own,
                selection,
                standings(
                        own,
                        selection,
                        held == null ? NodeKeys.UNKNOWN : held,
                        // Newer runtimes show a committee one block before its authorities are in force.
                        settled || set == null ? chosen : current,
                        config),
                List.copyOf(complaints));
    }

    private static List<Own> standings(
            OwnValidators own, Selection selection, NodeKeys held, Committee next, MvmConfig config) {
        Map<SidechainKey, String> labels = OwnSettings.labels(config.validator());
        return own.ours().stream()
                .map(key -> new Own(
                        labels.get(key),
                        OwnStanding.of(key, own, selection, held),
                        next == null
                                ? null
                                : (int) next.members().stream()
                                        .filter(member -> member.key().equals(key))
                                        .count()))
                .toList();
    }

    /** The health of keys and registration: what was found, of whom, and what to do. */
    Health health() {
        List<Health.Finding> found = new ArrayList<>();
        if (unreachable != null) {
            found.add(new Health.Finding(
                    Health.Level.UNKNOWN,
                    "the node cannot be reached, so that nothing can be compared: " + unreachable));
        }
        complaints.forEach(text -> found.add(new Health.Finding(Health.Level.UNKNOWN, text)));
        own.unassigned()
                .forEach(source -> found.add(new Health.Finding(
                        Health.Level.DEGRADED,
                        source.readable()
                                ? "the " + source.source() + " names no cross-chain key, so that it is not known whose"
                                        + " keys it holds; say it with 'key' in validator.others"
                                : "the " + source.source() + " " + source.problem())));
        for (Own validator : validators) {
            validator.findings().stream()
                    .filter(finding -> unreachable == null || finding.level() != Health.Level.UNKNOWN)
                    .map(finding -> new Health.Finding(
                            finding.level(),
                            (validators.size() == 1 ? "" : validator.shown() + ": ") + finding.text(),
                            finding.guide()))
                    .forEach(found::add);
        }
        return Health.of(found);
    }

    private static Map<SidechainKey, Map<KeyType, String>> wanted(OwnValidators own, Selection selection) {
        Map<SidechainKey, Map<KeyType, String>> wanted = new HashMap<>();
        own.ours().forEach(key -> wanted.put(key, selection.known(key)));
        return wanted;
    }

    private static Optional<byte[]> function(ChainNode node, String name, BlockHash at) {
        try {
            return Optional.of(node.runtimeCall(name, new byte[0], at));
        } catch (RpcException e) {
            if (e.kind() == RpcException.Kind.FUNCTION_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static <T> T ask(List<String> complaints, String what, Supplier<T> question) {
        try {
            return question.get();
        } catch (RpcException | ScaleException e) {
            complaints.add(what + " could not be learnt: " + e.getMessage());
            return null;
        }
    }
}
