package io.mvm.sync;

import io.mvm.rpc.ChainNode;
import io.mvm.rpc.NodePages;
import java.time.Clock;
import java.time.Duration;

/**
 * All that asks beside the loop, on threads of its own: the loop reads what they learnt, and never waits for them.
 *
 * @param node how the node is
 * @param pages what the metrics pages of node and machine tell
 * @param votes who votes for finality
 * @param identities who is behind which key
 * @param own keys and registrations of our own validators
 * @param outages from when to when no node was fit, as {@code node} saw it
 */
record Watches(
        NodeWatch node, PageWatch pages, VoteWatch votes, IdentityScout identities, OwnKeeper own, Outages outages)
        implements AutoCloseable {
    /** Shorter than a round of votes, which takes some seconds. */
    private static final Duration VOTE_SAMPLES = Duration.ofMillis(1_500);

    static Watches of(
            LiveSettings settings,
            ChainNode node,
            NodePages pages,
            Clock clock,
            HeadInbox inbox,
            Errors errors,
            SyncLog log,
            Publisher publisher) {
        Outages outages = new Outages(clock);
        VoteWatch votes = new VoteWatch(node, clock, log);
        PageWatch pageWatch = new PageWatch(pages, errors::count);
        NodeWatch nodeWatch = new NodeWatch(
                node,
                pageWatch,
                clock,
                state -> {
                    outages.looked(state);
                    publisher.nodeChanged(node, state, votes.finality());
                },
                (what, failure) -> errors.count(failure));
        IdentityScout identities = new IdentityScout(node, inbox, (what, failure) -> {
            errors.count(failure);
            log.notLearnt(what, failure.getMessage());
        });
        OwnScout own = new OwnScout(node, inbox, (what, failure) -> {
            errors.count(failure);
            log.notLearnt(what, failure.getMessage());
        });
        return new Watches(
                nodeWatch, pageWatch, votes, identities, new OwnKeeper(settings, own, clock, log, errors), outages);
    }

    /** Begins to look at the node, its pages and its votes; the rest asks when the loop has reason to. */
    void start(Duration nodeLooks) {
        pages.start(nodeLooks.toMillis());
        node.start(nodeLooks.toMillis());
        votes.start(Math.min(VOTE_SAMPLES.toMillis(), nodeLooks.toMillis()));
    }

    @Override
    public void close() {
        node.close();
        pages.close();
        votes.close();
        identities.close();
        own.close();
    }
}
