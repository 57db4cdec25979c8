package io.mvm.simulator;

/**
 * One call of one connection.
 *
 * @param method name
 * @param params parameters
 * @param look what the node knows now
 * @param session the connection it came over
 */
record Call(String method, Params params, NodeLook look, Session session) {
    NodeBehaviour behaviour() {
        return look.behaviour();
    }

    SimulatedChain chain() {
        return look.chain();
    }
}
