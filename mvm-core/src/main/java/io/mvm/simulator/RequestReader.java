package io.mvm.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON-RPC requests as a stream. Stateless. */
final class RequestReader {
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * One call as it came.
     *
     * @param id as JSON text, to be echoed; null where the caller wants no answer
     * @param method null where it is missing, which makes the request invalid
     */
    record Request(String id, String method, List<Object> params) {}

    /** A whole message: one call, or a batch of them. */
    record Message(boolean batch, List<Request> requests) {}

    private RequestReader() {}

    /**
     * Reads one message.
     *
     * @throws IOException if it is no JSON, or neither object nor list
     */
    static Message read(byte[] bytes, int length) throws IOException {
        try (JsonParser parser = JSON.createParser(bytes, 0, length)) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT) {
                Message message = new Message(false, List.of(request(parser)));
                end(parser);
                return message;
            }
            if (token != JsonToken.START_ARRAY) {
                throw new IOException("neither an object nor a list: " + token);
            }
            List<Request> requests = new ArrayList<>();
            while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
                if (token == JsonToken.START_OBJECT) {
                    requests.add(request(parser));
                } else {
                    value(parser);
                    requests.add(new Request("null", null, List.of()));
                }
            }
            end(parser);
            return new Message(true, requests);
        }
    }

    private static void end(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new IOException("something follows the message");
        }
    }

    private static Request request(JsonParser parser) throws IOException {
        String id = null;
        String method = null;
        List<Object> params = List.of();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (field) {
                case "id" -> id = id(parser, token);
                case "method" -> method = parser.getValueAsString();
                case "params" -> {
                    Object value = value(parser);
                    params = value instanceof List<?> list ? new ArrayList<>(list) : List.of();
                }
                default -> parser.skipChildren();
            }
        }
        return new Request(id, method, params);
    }

    private static String id(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            JsonBuffer quoted = new JsonBuffer(32);
            return quoted.text(parser.getText()).toString();
        }
        if (token.isNumeric()) {
            return parser.getText();
        }
        parser.skipChildren();
        return "null";
    }

    private static Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("the message ends early");
        }
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_ARRAY -> list(parser);
            default -> {
                parser.skipChildren();
                yield null;
            }
        };
    }

    private static List<Object> list(JsonParser parser) throws IOException {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return items;
    }
}
