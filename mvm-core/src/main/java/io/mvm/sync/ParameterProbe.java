package io.mvm.sync;

import io.mvm.chain.BlockHash;
import io.mvm.chain.scale.ScaleReader;
import io.mvm.epoch.MainchainClock;
import io.mvm.epoch.SlotClock;
import io.mvm.rpc.ChainNode;
import io.mvm.rpc.RpcException;
import io.mvm.rpc.SidechainStatus;
import io.mvm.store.ChainParameters;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks the chain for the length of its slots and epochs. Runtimes have offered them under different names over time: the first
 * that answers is taken, and none is assumed from a version.
 */
final class ParameterProbe {
    private static final byte[] NO_ARGUMENTS = {};

    private final ChainNode node;

    ParameterProbe(ChainNode node) {
        this.node = node;
    }

    /** What the runtime after that block and the node tell; parts none of them tells stay unknown. */
    ChainParameters probe(BlockHash at) {
        Optional<SidechainStatus> status = node.sidechainStatus();
        Optional<SlotClock> config = call("SlotApi_slot_config", at, reader -> {
            int perEpoch = Math.toIntExact(reader.u32());
            return new SlotClock(reader.u64(), perEpoch);
        });
        Optional<Long> duration =
                call("AuraApi_slot_duration", at, ScaleReader::u64).or(() -> config.map(SlotClock::slotDurationMs));
        Optional<SlotClock> slots = duration.flatMap(
                ms -> slotsPerEpoch(config, ms, at, status).map(perEpoch -> new SlotClock(ms, perEpoch)));
        return new ChainParameters(
                slots,
                duration.orElse(null),
                status.flatMap(s -> MainchainClock.recognise(s.mainchainEpoch(), s.mainchainEpochEndMs())));
    }

    private Optional<Integer> slotsPerEpoch(
            Optional<SlotClock> config, long slotMs, BlockHash at, Optional<SidechainStatus> status) {
        return config.map(SlotClock::slotsPerEpoch)
                .or(() -> call("GetEpochDurationApi_get_epoch_duration_millis", at, ScaleReader::u64)
                        .map(ms -> Math.toIntExact(ms / slotMs)))
                .or(() -> call("GetSidechainStatus_get_sidechain_status", at, reader -> {
                    reader.skip(2 * Long.BYTES);
                    return Math.toIntExact(reader.u32());
                }))
                // Epochs are counted from 1970 on, so the end of one is a whole number of their length.
                .or(() -> status.map(s -> Math.toIntExact(s.sidechainEpochEndMs() / (s.sidechainEpoch() + 1) / slotMs)))
                .filter(perEpoch -> perEpoch > 0);
    }

    private <T> Optional<T> call(String function, BlockHash at, Function<ScaleReader, T> decoder) {
        try {
            return Optional.of(decoder.apply(new ScaleReader(node.runtimeCall(function, NO_ARGUMENTS, at))));
        } catch (RpcException e) {
            if (e.kind() == RpcException.Kind.FUNCTION_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
