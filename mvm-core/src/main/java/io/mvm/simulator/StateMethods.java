package io.mvm.simulator;

import static io.mvm.simulator.RpcMethod.always;

import io.mvm.chain.scale.ScaleWriter;
import io.mvm.simulator.NodeBehaviour.RuntimeAge;
import java.util.Locale;
import java.util.Map;

/** The {@code state_*} methods: runtime functions and the little storage that a monitor reads. */
final class StateMethods {
    private static final String AURA_AUTHORITIES = "0x57f8dc2f5ab09467896f47300f0424385e0621c4869aa60c02be9adcc98a0d1d";
    private static final String SLOTS_PER_EPOCH = "0x3eaeb1cee77dc09baac326e5a1d29726f38178a5f54bee65a8446a55b585f261";

    private final NetworkSpec spec;
    private final Scale scale;

    StateMethods(SimulatedChain chain) {
        spec = chain.spec();
        scale = chain.scale();
    }

    void register(Map<String, RpcMethod> methods) {
        methods.put("state_call", always((call, out) -> out.hex(runtimeCall(call))));
        methods.put("state_getStorage", always(this::storage));
        methods.put("state_getRuntimeVersion", always(this::runtimeVersion));
        methods.put("chain_getRuntimeVersion", always(this::runtimeVersion));
    }

    private byte[] runtimeCall(Call call) throws RpcFailure {
        String function = call.params().text(0);
        SimulatedBlock block = call.look().stateAt(call.params(), 2);
        NodeBehaviour behaviour = call.behaviour();
        RuntimeState state = block.state();
        byte[] answer = switch (function) {
            case "AuraApi_authorities" -> scale.authorities(state.aura());
            case "AuraApi_slot_duration" -> u64(spec.slotDurationMs());
            case "GrandpaApi_grandpa_authorities" -> scale.grandpaAuthorities(state.aura());
            case "GrandpaApi_current_set_id" -> u64(state.grandpaSetId());
            default -> behaviour.sidechainMethods() ? partnerChainCall(function, block, behaviour) : null;
        };
        if (answer == null) {
            throw new RpcFailure(
                    RpcFailure.CLIENT,
                    "Client error: Execution failed: Execution aborted due to trap: Exported method " + function
                            + " is not found");
        }
        return answer;
    }

    /** Null where the runtime lacks the function. */
    private byte[] partnerChainCall(String function, SimulatedBlock block, NodeBehaviour behaviour) {
        RuntimeState state = block.state();
        RuntimeAge age = behaviour.runtimeAge();
        return switch (function) {
            case "SessionValidatorManagementApi_get_current_committee" ->
                scale.committee(state.committeeEpoch(), state.committee());
            case "SessionValidatorManagementApi_get_next_committee" -> nextCommittee(state);
            case "SessionValidatorManagementApi_get_next_unset_epoch_number" -> u64(state.nextUnsetEpoch());
            case "SlotApi_slot_config" -> age == RuntimeAge.SLOT_API ? slotConfig() : null;
            case "GetEpochDurationApi_get_epoch_duration_millis" ->
                age == RuntimeAge.EPOCH_DURATION_API ? u64(spec.slotsPerEpoch() * spec.slotDurationMs()) : null;
            case "GetSidechainStatus_get_sidechain_status" ->
                age == RuntimeAge.NONE ? null : status(Math.max(0, block.slot()));
            default -> null;
        };
    }

    private byte[] slotConfig() {
        return new ScaleWriter(12)
                .u32(spec.slotsPerEpoch())
                .u64(spec.slotDurationMs())
                .toBytes();
    }

    private byte[] status(long slot) {
        return new ScaleWriter(20)
                .u64(spec.epochOf(slot))
                .u64(slot)
                .u32(spec.slotsPerEpoch())
                .toBytes();
    }

    private byte[] nextCommittee(RuntimeState state) {
        if (state.next() == null) {
            return new byte[] {0};
        }
        byte[] committee = scale.committee(state.committeeEpoch() + 1, state.next());
        return new ScaleWriter(committee.length + 1).u8(1).bytes(committee).toBytes();
    }

    private static byte[] u64(long value) {
        return new ScaleWriter(8).u64(value).toBytes();
    }

    private void storage(Call call, JsonBuffer out) throws RpcFailure {
        String key = call.params().text(0).toLowerCase(Locale.ROOT);
        SimulatedBlock block = call.look().stateAt(call.params(), 1);
        if (key.equals(AURA_AUTHORITIES)) {
            out.hex(scale.authorities(block.state().aura()));
        } else if (key.equals(SLOTS_PER_EPOCH) && call.behaviour().sidechainMethods()) {
            out.hex(new ScaleWriter(4).u32(spec.slotsPerEpoch()).toBytes());
        } else {
            out.raw("null");
        }
    }

    private void runtimeVersion(Call call, JsonBuffer out) throws RpcFailure {
        call.look().stateAt(call.params(), 0);
        out.raw("{\"specName\":\"midnight\",\"implName\":\"midnight\",\"authoringVersion\":1,\"specVersion\":")
                .number(spec.specVersion())
                .raw(
                        ",\"implVersion\":0,\"transactionVersion\":2,\"stateVersion\":1,"
                                + "\"apis\":[[\"0xdd718d5cc53262d4\",1],[\"0xdf6acb689907609b\",5],[\"0x37e397fc7c91f5e4\",2]]}");
    }
}
