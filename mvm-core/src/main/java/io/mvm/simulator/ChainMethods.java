package io.mvm.simulator;

import static io.mvm.simulator.RpcMethod.always;

import io.mvm.simulator.Session.Topic;
import java.util.List;
import java.util.Map;

/** The {@code chain_*} methods and subscriptions. */
final class ChainMethods {
    private static final int ID_LENGTH = 16;
    private static final char[] ID_LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".toCharArray();

    private final BlockJson json;
    private long subscriptions;

    ChainMethods(BlockJson json) {
        this.json = json;
    }

    void register(Map<String, RpcMethod> methods) {
        methods.put("chain_getBlockHash", always(this::blockHash));
        methods.put("chain_getHead", always(this::blockHash));
        methods.put("chain_getFinalizedHead", always(ChainMethods::finalizedHead));
        methods.put("chain_getFinalisedHead", always(ChainMethods::finalizedHead));
        methods.put("chain_getHeader", always(this::header));
        methods.put("chain_getBlock", always(this::block));
        subscription(methods, "NewHeads", Topic.NEW_HEADS);
        subscription(methods, "FinalizedHeads", Topic.FINALIZED_HEADS);
        subscription(methods, "AllHeads", Topic.ALL_HEADS);
    }

    private void subscription(Map<String, RpcMethod> methods, String name, Topic topic) {
        methods.put("chain_subscribe" + name, always((call, out) -> subscribe(call, topic, out)));
        methods.put("chain_unsubscribe" + name, always(ChainMethods::unsubscribe));
    }

    private static void finalizedHead(Call call, JsonBuffer out) {
        out.hex(call.look().heads().finalized().hash().toBytes());
    }

    private void blockHash(Call call, JsonBuffer out) throws RpcFailure {
        Params params = call.params();
        if (!params.has(0)) {
            out.hex(call.look().heads().best().hash().toBytes());
        } else if (!params.isList(0)) {
            hashAt(call.look(), params.number(0), out);
        } else if (call.behaviour().hashLists()) {
            List<?> numbers = params.list(0);
            out.raw('[');
            for (int i = 0; i < numbers.size(); i++) {
                hashAt(call.look(), Params.number(numbers.get(i)), out.comma(i == 0));
            }
            out.raw(']');
        } else {
            throw Params.invalid("invalid type: sequence, expected a block number");
        }
    }

    private static void hashAt(NodeLook look, long number, JsonBuffer out) {
        SimulatedBlock block = look.canonical(number);
        if (block == null) {
            out.raw("null");
            return;
        }
        byte[] hash = block.hash().toBytes();
        if (look.behaviour().otherHashes()
                && number > 0
                && number <= look.heads().finalized().number()) {
            hash[0] ^= (byte) 0xff;
        }
        out.hex(hash);
    }

    private void header(Call call, JsonBuffer out) throws RpcFailure {
        SimulatedBlock block = asked(call);
        if (block == null) {
            out.raw("null");
        } else {
            json.header(block, call.behaviour().paddedNumbers(), out);
        }
    }

    private void block(Call call, JsonBuffer out) throws RpcFailure {
        SimulatedBlock block = asked(call);
        if (block == null) {
            out.raw("null");
        } else {
            json.block(block, call.behaviour().paddedNumbers(), out);
        }
    }

    private static SimulatedBlock asked(Call call) throws RpcFailure {
        return call.params().has(0)
                ? call.look().block(call.params().hash(0))
                : call.look().heads().best();
    }

    private void subscribe(Call call, Topic topic, JsonBuffer out) throws RpcFailure {
        if (!call.session().canSubscribe()) {
            throw new RpcFailure(RpcFailure.METHOD_NOT_FOUND, "Method not found");
        }
        char[] id = new char[ID_LENGTH];
        long bits = Seeded.mix(++subscriptions);
        for (int i = 0; i < id.length; i++) {
            id[i] = ID_LETTERS[(int) Long.remainderUnsigned(bits, ID_LETTERS.length)];
            bits = Seeded.mix(bits + i);
        }
        String text = new String(id);
        call.session().subscribe(text, topic);
        out.text(text);
    }

    private static void unsubscribe(Call call, JsonBuffer out) throws RpcFailure {
        out.raw(Boolean.toString(call.session().unsubscribe(call.params().text(0))));
    }
}
