package io.mvm.simulator;

import static io.mvm.simulator.RpcMethod.always;
import static io.mvm.simulator.RpcMethod.unsafe;

import io.mvm.chain.Hex;
import io.mvm.simulator.Seeded.Purpose;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code system_*}, {@code rpc_methods} and {@code author_*}. */
final class SystemMethods {
    private static final int FIRST_ID_LETTER = 'A';

    private final SimulatedChain chain;
    private final Map<String, RpcMethod> methods;

    SystemMethods(SimulatedChain chain, Map<String, RpcMethod> methods) {
        this.chain = chain;
        this.methods = methods;
    }

    void register() {
        methods.put("rpc_methods", always(this::offered));
        methods.put("system_health", always((call, out) -> health(call.behaviour(), out)));
        methods.put("system_syncState", always(this::syncState));
        methods.put(
                "system_version",
                always((call, out) -> out.text(call.behaviour().version())));
        methods.put("system_name", always((call, out) -> out.text("Midnight Node")));
        methods.put("system_chain", always((call, out) -> out.text(chain.spec().chainName())));
        methods.put("system_chainType", always((call, out) -> out.text("Live")));
        methods.put(
                "system_properties",
                always((call, out) -> out.raw("{\"ss58Format\":42,\"tokenDecimals\":6,\"tokenSymbol\":\"DUST\"}")));
        methods.put(
                "system_nodeRoles",
                always((call, out) ->
                        out.raw(call.behaviour().validator().isPresent() ? "[\"Authority\"]" : "[\"Full\"]")));
        methods.put("system_localPeerId", always((call, out) -> out.text(peerId(0))));
        methods.put(
                "system_localListenAddresses",
                always((call, out) -> out.raw('[')
                        .text("/ip4/127.0.0.1/tcp/30333/p2p/" + peerId(0))
                        .raw(']')));
        methods.put("system_peers", unsafe(this::peers));
        methods.put("author_hasKey", unsafe(this::hasKey));
        methods.put("author_pendingExtrinsics", always((call, out) -> out.raw("[]")));
    }

    static void health(NodeBehaviour behaviour, JsonBuffer out) {
        out.raw("{\"peers\":")
                .number(behaviour.peers())
                .raw(",\"isSyncing\":")
                .raw(Boolean.toString(behaviour.syncing()))
                .raw(",\"shouldHavePeers\":")
                .raw(Boolean.toString(behaviour.shouldHavePeers()))
                .raw('}');
    }

    private void offered(Call call, JsonBuffer out) {
        Set<String> names = new TreeSet<>();
        methods.forEach((name, method) -> {
            if (method.offered().test(call.behaviour())) {
                names.add(name);
            }
        });
        out.raw("{\"methods\":[");
        boolean first = true;
        for (String name : names) {
            out.comma(first).text(name);
            first = false;
        }
        out.raw("]}");
    }

    private void syncState(Call call, JsonBuffer out) {
        // Peers know the whole chain, however little of it has reached this node.
        out.raw("{\"startingBlock\":0,\"currentBlock\":")
                .number(call.look().heads().best().number())
                .raw(",\"highestBlock\":")
                .number(chain.heads().best().number())
                .raw('}');
    }

    private void peers(Call call, JsonBuffer out) {
        SimulatedBlock best = chain.heads().best();
        out.raw('[');
        for (int i = 1; i <= call.behaviour().peers(); i++) {
            out.comma(i == 1)
                    .raw("{\"peerId\":")
                    .text(peerId(i))
                    .raw(",\"roles\":\"AUTHORITY\",\"bestHash\":")
                    .hex(best.hash().toBytes())
                    .raw(",\"bestNumber\":")
                    .number(best.number())
                    .raw('}');
        }
        out.raw(']');
    }

    private String peerId(int index) {
        byte[] bytes = chain.seeded().bytes(Purpose.REGISTRATION, -1L - index, 44);
        StringBuilder id = new StringBuilder("12D3KooW");
        for (byte b : bytes) {
            id.append((char) (FIRST_ID_LETTER + (b & 0xff) % 8));
        }
        return id.toString();
    }

    private void hasKey(Call call, JsonBuffer out) throws RpcFailure {
        String key = Hex.normalise(call.params().text(0));
        String type = call.params().text(1);
        boolean held = false;
        if (call.behaviour().validator().isPresent()) {
            SimulatedValidator own =
                    chain.roster().at(call.behaviour().validator().getAsInt());
            held = switch (type) {
                case "aura" -> key.equals(own.keystoreAuraKey().hex());
                case "gran" -> key.equals(Hex.encode(own.grandpaKey()));
                case "crch" -> key.equals(own.sidechainKey().hex());
                default -> false;
            };
        }
        out.raw(Boolean.toString(held));
    }
}
