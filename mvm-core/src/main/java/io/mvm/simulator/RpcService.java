package io.mvm.simulator;

import io.mvm.simulator.RequestReader.Message;
import io.mvm.simulator.RequestReader.Request;
import io.mvm.simulator.Seeded.Purpose;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers messages: one call or a batch, with the node's limits and its share of failing calls. */
final class RpcService {
    private final SimulatedChain chain;
    private final Counters counters;
    private final Map<String, RpcMethod> methods = new HashMap<>();
    private long calls;
    private long requests;

    RpcService(SimulatedChain chain, BlockJson json, Counters counters) {
        this.chain = chain;
        this.counters = counters;
        new ChainMethods(json).register(methods);
        new StateMethods(chain).register(methods);
        new SidechainMethods(chain).register(methods);
        new GrandpaMethods(chain).register(methods);
        new SystemMethods(chain, methods).register();
    }

    /** Numbers the requests, so that coincidences can hang on them. */
    long nextRequest() {
        return ++requests;
    }

    /**
     * Writes the answer to one message; writes nothing where none is due.
     *
     * @param failOne whether one of the calls is answered with an internal error
     */
    void answer(byte[] bytes, int length, Session session, NodeLook look, boolean failOne, JsonBuffer out) {
        int start = out.length();
        NodeBehaviour behaviour = look.behaviour();
        Message message;
        try {
            message = RequestReader.read(bytes, length);
        } catch (IOException e) {
            error("null", new RpcFailure(RpcFailure.PARSE, "Parse error"), behaviour, out);
            return;
        }
        List<Request> requests = message.requests();
        int failing = failOne && !requests.isEmpty() ? chain.seeded().below(Purpose.FAULT, calls, requests.size()) : -1;
        if (!message.batch()) {
            one(requests.get(0), session, look, failing == 0, out);
            if (out.length() - start > behaviour.maxResponseBytes()) {
                out.cut(start);
                error(
                        requests.get(0).id(),
                        tooBig(RpcFailure.RESPONSE_TOO_BIG, "Response is too big", behaviour),
                        behaviour,
                        out);
            }
            return;
        }
        RpcFailure refusal = refusal(requests.size(), behaviour);
        if (refusal != null) {
            error("null", refusal, behaviour, out);
            return;
        }
        batch(requests, session, look, failing, out);
        if (out.length() - start > behaviour.maxResponseBytes()) {
            out.cut(start);
            RpcFailure failure =
                    tooBig(RpcFailure.BATCH_RESPONSE_TOO_BIG, "The batch response was too large", behaviour);
            error("null", failure, behaviour, out);
        }
    }

    private void batch(List<Request> requests, Session session, NodeLook look, int failing, JsonBuffer out) {
        int start = out.length();
        out.raw('[');
        boolean first = true;
        for (int i = 0; i < requests.size(); i++) {
            int mark = out.length();
            out.comma(first);
            int opened = out.length();
            one(requests.get(i), session, look, i == failing, out);
            if (out.length() == opened) {
                out.cut(mark);
            } else {
                first = false;
            }
            if (out.length() - start > look.behaviour().maxResponseBytes()) {
                return;
            }
        }
        if (first) {
            out.cut(start);
        } else {
            out.raw(']');
        }
    }

    private static RpcFailure refusal(int size, NodeBehaviour behaviour) {
        if (!behaviour.batches()) {
            return new RpcFailure(RpcFailure.BATCHES_REFUSED, "Batched requests are not supported by this server");
        }
        if (size == 0) {
            return new RpcFailure(RpcFailure.INVALID_REQUEST, "Invalid request");
        }
        if (behaviour.maxBatch() > 0 && size > behaviour.maxBatch()) {
            return new RpcFailure(
                    RpcFailure.BATCH_TOO_LONG,
                    "The batch request was too large",
                    "Exceeded max limit of " + behaviour.maxBatch());
        }
        return null;
    }

    private static RpcFailure tooBig(int code, String message, NodeBehaviour behaviour) {
        return new RpcFailure(code, message, "Exceeded max limit of " + behaviour.maxResponseBytes());
    }

    private void one(Request request, Session session, NodeLook look, boolean failing, JsonBuffer out) {
        int start = out.length();
        calls++;
        NodeBehaviour behaviour = look.behaviour();
        try {
            if (request.method() == null) {
                throw new RpcFailure(RpcFailure.INVALID_REQUEST, "Invalid request");
            }
            counters.call(request.method());
            if (!session.mayCall(behaviour.callsPerMinute(), System.nanoTime())) {
                throw new RpcFailure(RpcFailure.RATE_LIMITED, "RPC rate limit exceeded");
            }
            if (failing || chain.seeded().chance(Purpose.FAULT, -calls, behaviour.callFailureRate())) {
                throw new RpcFailure(RpcFailure.INTERNAL, "Internal error");
            }
            RpcMethod method = method(request.method(), behaviour);
            out.raw("{\"jsonrpc\":\"2.0\",\"id\":")
                    .raw(String.valueOf(request.id()))
                    .raw(",\"result\":");
            method.answerer().answer(new Call(request.method(), new Params(request.params()), look, session), out);
            out.raw('}');
            if (request.id() == null) {
                out.cut(start);
            }
        } catch (RpcFailure e) {
            out.cut(start);
            if (request.id() != null || request.method() == null) {
                error(request.id(), e, behaviour, out);
            }
        }
    }

    private RpcMethod method(String name, NodeBehaviour behaviour) throws RpcFailure {
        RpcMethod method = methods.get(name);
        if (method == null || !method.offered().test(behaviour)) {
            throw new RpcFailure(RpcFailure.METHOD_NOT_FOUND, "Method not found");
        }
        if (method.unsafe() && !behaviour.unsafeMethods()) {
            throw new RpcFailure(RpcFailure.METHOD_NOT_FOUND, "RPC call is unsafe to be called externally");
        }
        return method;
    }

    private static void error(String id, RpcFailure failure, NodeBehaviour behaviour, JsonBuffer out) {
        out.raw("{\"jsonrpc\":\"2.0\",\"id\":").raw(id == null ? "null" : id).raw(",\"error\":");
        failure.write(out, behaviour.errorStyle());
        out.raw('}');
    }
}
