package io.mvm.simulator;

import io.mvm.simulator.Session.Topic;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends heads to subscribers, in the order in which they reach the node. Used by the node's event loop alone. */
@SuppressWarnings("FutureReturnValueIgnored") // Whether a peer still reads is seen by its channel, not by each write.
final class HeadNotifier {
    private final SimulatedChain chain;
    private final BlockJson json;
    private final JsonBuffer out = new JsonBuffer(4096);
    private final Map<Channel, Session> sessions = new LinkedHashMap<>();
    private final Deque<SimulatedBlock> notYetSeen = new ArrayDeque<>();
    private SimulatedBlock best;
    private SimulatedBlock finalized;

    HeadNotifier(SimulatedChain chain, BlockJson json, Heads heads) {
        this.chain = chain;
        this.json = json;
        this.best = heads.best();
        this.finalized = heads.finalized();
    }

    void add(Channel channel, Session session) {
        sessions.put(channel, session);
    }

    void remove(Channel channel) {
        sessions.remove(channel);
    }

    /** Sends the current head over subscriptions made since the last time. */
    void greet(Channel channel, Session session, NodeLook look) {
        session.takeFresh().forEach((id, topic) -> {
            Heads heads = look.heads();
            send(channel, id, topic, topic == Topic.FINALIZED_HEADS ? heads.finalized() : heads.best(), look);
        });
    }

    /**
     * The node has heard something.
     *
     * @param announced a block new to the chain; null for none
     * @param look what the node knew right then
     */
    void heard(SimulatedBlock announced, NodeLook look) {
        if (announced != null) {
            notYetSeen.add(announced);
        }
        if (look.behaviour().frozen()) {
            // A node that was cut off catches up in bulk and does not announce what it missed.
            notYetSeen.clear();
            return;
        }
        Heads heads = look.heads();
        long seen = heads.best().number();
        for (Iterator<SimulatedBlock> i = notYetSeen.iterator(); i.hasNext(); ) {
            SimulatedBlock block = i.next();
            if (block.number() <= seen) {
                i.remove();
                sendAll(Topic.ALL_HEADS, block, look);
            }
        }
        if (!heads.best().hash().equals(best.hash())) {
            best = heads.best();
            sendAll(Topic.NEW_HEADS, best, look);
        }
        if (heads.finalized().number() > finalized.number()) {
            long from = look.behaviour().finalizedJumps() ? heads.finalized().number() : finalized.number() + 1;
            for (long number = from; number <= heads.finalized().number(); number++) {
                sendAll(Topic.FINALIZED_HEADS, chain.ancestor(heads.finalized(), number), look);
            }
            finalized = heads.finalized();
        }
    }

    private void sendAll(Topic topic, SimulatedBlock block, NodeLook look) {
        sessions.forEach((channel, session) -> session.subscriptions().forEach((id, subscribed) -> {
            if (subscribed == topic) {
                send(channel, id, topic, block, look);
            }
        }));
    }

    private void send(Channel channel, String id, Topic topic, SimulatedBlock block, NodeLook look) {
        if (!channel.isWritable()) {
            // A node drops whoever reads too slowly.
            channel.close();
            return;
        }
        out.clear();
        out.raw("{\"jsonrpc\":\"2.0\",\"method\":")
                .text(topic.notification())
                .raw(",\"params\":{\"subscription\":")
                .text(id)
                .raw(",\"result\":");
        json.header(block, look.behaviour().paddedNumbers(), out);
        out.raw("}}");
        channel.writeAndFlush(
                new TextWebSocketFrame(channel.alloc().buffer(out.length()).writeBytes(out.array(), 0, out.length())));
    }
}
