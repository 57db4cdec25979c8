package io.mvm.rpc;

import com.fasterxml.jackson.core.JsonToken;
import io.mvm.rpc.RpcException.Kind;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The {@code error} of an answer. Nodes agree on few of the codes, and some development nodes send none, so that the message
 * decides wherever it is more telling.
 *
 * @param code null if there is none
 * @param message never null, cut to a readable length
 * @param data text of it, cut to a readable length; null if there is none
 */
record ErrorObject(Integer code, String message, String data) {
    static final int BATCHES_REFUSED = -32005;
    static final int BATCH_TOO_LONG = -32010;
    private static final int REQUEST_TOO_BIG = -32007;
    private static final int RESPONSE_TOO_BIG = -32008;
    private static final int BATCH_RESPONSE_TOO_BIG = -32011;
    private static final int SERVER_BUSY = -32009;
    private static final int RATE_LIMITED = -32999;
    private static final int INTERNAL = -32603;
    private static final int METHOD_NOT_FOUND = -32601;

    private static final Pattern UNKNOWN_BLOCK = Pattern.compile("unknown ?block|header was not found in the database"
            + "|expect(ed)? block number from id|block( 0x[0-9a-f]*)? (was |is )?not found|could not find block"
            + "|cannot find (header|block)");

    static ErrorObject read(Json json) throws IOException {
        if (json.token() == JsonToken.VALUE_STRING) {
            return new ErrorObject(null, json.shown(), null);
        }
        json.enterObject("error");
        Integer code = null;
        String message = null;
        String data = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "code" -> {
                    if (json.token() == JsonToken.VALUE_NUMBER_INT) {
                        code = json.smallInteger("error code");
                    } else {
                        json.skip();
                    }
                }
                case "message" -> message = json.shown();
                case "data" -> data = json.shown();
                default -> json.skip();
            }
        }
        return new ErrorObject(code, message == null ? "no message" : message, data);
    }

    /** Whether batches as such are refused, whatever is in them. */
    boolean refusesBatches() {
        return is(BATCHES_REFUSED);
    }

    Kind kind() {
        String text = (data == null ? message : message + ' ' + data).toLowerCase(Locale.ROOT);
        // First of all, since the same message often calls the block unknown.
        if (text.contains("state already discarded")) {
            return Kind.STATE_DISCARDED;
        }
        if (text.contains("function to start was not found")
                || (text.contains("exported method") && text.contains("not found"))) {
            return Kind.FUNCTION_NOT_FOUND;
        }
        if (is(METHOD_NOT_FOUND) || text.contains("method not found")) {
            return text.contains("unsafe") ? Kind.REFUSED : Kind.METHOD_NOT_FOUND;
        }
        if (text.contains("unsafe to be called")) {
            return Kind.REFUSED;
        }
        if (is(SERVER_BUSY) || is(RATE_LIMITED) || text.contains("too many requests")) {
            return Kind.BUSY;
        }
        if (is(REQUEST_TOO_BIG) || is(RESPONSE_TOO_BIG) || is(BATCH_TOO_LONG) || is(BATCH_RESPONSE_TOO_BIG)) {
            return Kind.TOO_LARGE;
        }
        if (UNKNOWN_BLOCK.matcher(text).find()) {
            return Kind.UNKNOWN_BLOCK;
        }
        return is(INTERNAL) ? Kind.INTERNAL : Kind.ERROR;
    }

    /** What came back, for a message. */
    String shown() {
        return (code == null ? "error" : "error " + code) + ": " + message + (data == null ? "" : " (" + data + ")");
    }

    private boolean is(int wanted) {
        return code != null && code == wanted;
    }
}
