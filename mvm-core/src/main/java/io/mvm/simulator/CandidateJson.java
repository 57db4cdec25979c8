package io.mvm.simulator;

import io.mvm.chain.Hex;
import io.mvm.chain.scale.Blake2b;
import io.mvm.simulator.NodeBehaviour.CandidateShape;
import io.mvm.simulator.Seeded.Purpose;
import io.mvm.simulator.SimulatedValidator.Kind;
import java.util.Arrays;

/** The candidates as nodes of both ages write them, with an invalid entry of each kind beside valid ones. Immutable. */
final class CandidateJson {
    private static final int SIGNATURE_LENGTH = 64;
    private static final int INVALID = -100;
    private static final String INVALID_TX_INPUT =
            ",\"isValid\":false,\"invalidReasons\":{\"InvalidRegistrationData\":\"InvalidTxInput\"}}";

    private final SimulatedChain chain;
    private final NetworkSpec spec;

    CandidateJson(SimulatedChain chain) {
        this.chain = chain;
        this.spec = chain.spec();
    }

    void dParameter(JsonBuffer out) {
        out.raw("{\"numPermissionedCandidates\":")
                .number(spec.permissionedSeats())
                .raw(",\"numRegisteredCandidates\":")
                .number(spec.registeredSeats())
                .raw('}');
    }

    /** What the deprecated method reads where the chain has a D-parameter of its own. */
    static void noDParameter(JsonBuffer out) {
        out.raw("{\"numPermissionedCandidates\":0,\"numRegisteredCandidates\":0}");
    }

    /** The candidates of a mainchain epoch. */
    void ariadne(long mainchainEpoch, boolean zeroDParameter, CandidateShape shape, JsonBuffer out) {
        out.raw("{\"dParameter\":");
        if (zeroDParameter) {
            noDParameter(out);
        } else {
            dParameter(out);
        }
        out.raw(",\"permissionedCandidates\":");
        permissioned(shape, out);
        out.raw(",\"candidateRegistrations\":{");
        boolean first = true;
        for (SimulatedValidator validator : chain.validators()) {
            if (hasRegistrations(validator, mainchainEpoch)) {
                out.comma(first).hex(validator.poolKey()).raw(':');
                registrations(validator, first, shape, out);
                first = false;
            }
        }
        out.raw("}}");
    }

    private void permissioned(CandidateShape shape, JsonBuffer out) {
        if (spec.permissionedCandidates() == 0) {
            // A list that was never set on the mainchain.
            out.raw("null");
            return;
        }
        out.raw('[');
        for (SimulatedValidator validator : chain.validators()) {
            if (validator.kind() == Kind.PERMISSIONED) {
                out.raw("{\"sidechainPublicKey\":")
                        .hex(validator.sidechainKey().toBytes())
                        .raw(',');
                keys(validator.auraKey().toBytes(), validator.grandpaKey(), "PublicKey", shape, out);
                out.raw(",\"isValid\":true},");
            }
        }
        out.raw("{\"sidechainPublicKey\":\"0x02bad0bad0\",");
        if (shape == CandidateShape.NEW) {
            out.raw("\"keys\":{}");
        } else {
            out.raw("\"auraPublicKey\":\"0x\",\"grandpaPublicKey\":\"0x\"");
        }
        out.raw(",\"isValid\":false,\"invalidReasons\":\"InvalidSidechainPubKey\"}]");
    }

    /** The registration of one pool in a mainchain epoch, as a list. */
    void registrations(byte[] poolKey, long mainchainEpoch, CandidateShape shape, JsonBuffer out) {
        for (SimulatedValidator validator : chain.validators()) {
            if (hasRegistrations(validator, mainchainEpoch) && Arrays.equals(validator.poolKey(), poolKey)) {
                registrations(validator, false, shape, out);
                return;
            }
        }
        out.raw("[]");
    }

    private static boolean hasRegistrations(SimulatedValidator validator, long mainchainEpoch) {
        return validator.kind() == Kind.INVALID || Roster.registered(validator, mainchainEpoch);
    }

    /** All registrations of one pool: its own, and where wanted a later one that is invalid beside a valid one. */
    private void registrations(SimulatedValidator validator, boolean brokenToo, CandidateShape shape, JsonBuffer out) {
        beginRegistration(
                validator,
                validator.sidechainKey().toBytes(),
                validator.auraKey().toBytes(),
                shape,
                out.raw('['));
        place(validator.index(), 303, out);
        out.raw(",\"stakeDelegation\":").number(validator.stakeLovelace());
        out.raw(validator.kind() == Kind.INVALID ? INVALID_TX_INPUT : ",\"isValid\":true}");
        if (brokenToo && validator.kind() != Kind.INVALID) {
            brokenRegistration(validator, shape, out.raw(','));
        }
        out.raw(']');
    }

    /** A later registration of the same pool that the chain does not accept. */
    private void brokenRegistration(SimulatedValidator validator, CandidateShape shape, JsonBuffer out) {
        byte[] sidechainKey = chain.seeded().bytes(Purpose.REGISTRATION, INVALID, 33);
        sidechainKey[0] = 3;
        byte[] auraKey = chain.seeded().bytes(Purpose.REGISTRATION, INVALID - 1, 32);
        beginRegistration(validator, sidechainKey, auraKey, shape, out);
        place(INVALID, 304, out);
        out.raw(",\"stakeDelegation\":").number(validator.stakeLovelace()).raw(INVALID_TX_INPUT);
    }

    private void beginRegistration(
            SimulatedValidator validator, byte[] sidechainKey, byte[] auraKey, CandidateShape shape, JsonBuffer out) {
        out.raw("{\"sidechainPubKey\":").hex(sidechainKey);
        out.raw(",\"sidechainAccountId\":").text(Ss58.encode(Blake2b.hash256(sidechainKey)));
        out.raw(",\"mainchainPubKey\":").hex(validator.poolKey());
        out.raw(",\"crossChainPubKey\":").hex(sidechainKey).raw(',');
        keys(auraKey, validator.grandpaKey(), "PubKey", shape, out);
        long index = 10L * validator.index();
        out.raw(",\"sidechainSignature\":").hex(signature(index));
        out.raw(",\"mainchainSignature\":").hex(signature(index + 1));
        out.raw(",\"crossChainSignature\":").hex(signature(index)).raw(',');
    }

    private static void keys(
            byte[] auraKey, byte[] grandpaKey, String oldSuffix, CandidateShape shape, JsonBuffer out) {
        if (shape == CandidateShape.NEW) {
            out.raw("\"keys\":{\"aura\":")
                    .hex(auraKey)
                    .raw(",\"gran\":")
                    .hex(grandpaKey)
                    .raw('}');
        } else {
            out.raw("\"aura").raw(oldSuffix).raw("\":").hex(auraKey);
            out.raw(",\"grandpa").raw(oldSuffix).raw("\":").hex(grandpaKey);
        }
    }

    private void place(int index, int epoch, JsonBuffer out) {
        out.raw("\"utxo\":{\"utxoId\":")
                .text(utxo(index, 0))
                .raw(",\"epochNumber\":")
                .number(epoch)
                .raw(",\"blockNumber\":1147672,\"slotNumber\":26223403,\"txIndexWithinBlock\":0}");
    }

    String utxo(int index, int output) {
        return Hex.encode(chain.seeded().bytes(Purpose.REGISTRATION, 7L + 10L * index, 32))
                        .substring(2) + "#" + output;
    }

    private byte[] signature(long index) {
        return chain.seeded().bytes(Purpose.REGISTRATION, index, SIGNATURE_LENGTH);
    }
}
