package io.mvm.simulator;

import java.util.function.Predicate;

/**
 * A method that a node may offer.
 *
 * @param unsafe whether it is refused to callers from outside
 * @param offered whether a node of that behaviour has it
 * @param answerer writes the result
 */
record RpcMethod(boolean unsafe, Predicate<NodeBehaviour> offered, Answerer answerer) {
    /** Writes the {@code result} of a call, or fails with the error to answer. */
    @FunctionalInterface
    interface Answerer {
        void answer(Call call, JsonBuffer out) throws RpcFailure;
    }

    static RpcMethod always(Answerer answerer) {
        return new RpcMethod(false, behaviour -> true, answerer);
    }

    static RpcMethod when(Predicate<NodeBehaviour> offered, Answerer answerer) {
        return new RpcMethod(false, offered, answerer);
    }

    static RpcMethod unsafe(Answerer answerer) {
        return new RpcMethod(true, behaviour -> true, answerer);
    }
}
