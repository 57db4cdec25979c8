package io.mvm.rpc;

import com.fasterxml.jackson.core.JsonToken;
import io.mvm.chain.Header;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One message of a subscription socket: the answer to a request, or a notification with a header.
 *
 * @param id of the request it answers; null for a notification
 * @param subscription id given by an answer or named by a notification; null if there is none
 * @param error of an answer; null if there is none
 * @param method of a notification; null for an answer
 * @param header of a notification; null for an answer
 */
record SocketMessage(Long id, String subscription, ErrorObject error, String method, Header header) {
    static SocketMessage read(String message) throws IOException {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        try (Json json = new Json(text, text.length)) {
            json.next();
            json.enterObject("a message");
            Long id = null;
            String subscription = null;
            ErrorObject error = null;
            String method = null;
            Header header = null;
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                switch (name) {
                    case "id" -> id = json.isNull() ? null : json.integer("id");
                    case "result" -> subscription = subscription(json);
                    case "error" -> error = json.isNull() ? null : ErrorObject.read(json);
                    case "method" -> method = json.text(name);
                    case "params" -> {
                        json.enterObject(name);
                        for (String inner = json.nextName(); inner != null; inner = json.nextName()) {
                            switch (inner) {
                                case "subscription" -> subscription = subscription(json);
                                case "result" -> header = Decoders.header(json);
                                default -> json.skip();
                            }
                        }
                    }
                    default -> json.skip();
                }
            }
            json.end();
            return new SocketMessage(id, subscription, error, method, header);
        }
    }

    /** Most servers give a string, some an integer. */
    private static String subscription(Json json) throws IOException {
        return json.token() == JsonToken.VALUE_NUMBER_INT
                ? Long.toString(json.integer("subscription id"))
                : json.textOrNull();
    }
}
