package io.mvm.daemon.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mvm.daemon.operation.ErrorCode;
import io.mvm.daemon.operation.OperationException;
import java.io.IOException;
import java.util.Optional;

/**
 * What a client asked. Fields nobody knows are left alone: a newer client may say more.
 *
 * @param id what to answer it under: text, a number, or null
 * @param command its name, existing or not
 * @param arguments empty if there are none
 */
record Request(JsonNode id, String command, ObjectNode arguments) {
    /** An id is echoed, so it may not be a load. */
    private static final int LONGEST_ID = 256;

    /** A request that is none; id is null where it could not be told. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient JsonNode id;
        private final transient OperationException reason;

        RefusedException(JsonNode id, ErrorCode code, String message) {
            super(message);
            this.id = id;
            this.reason = new OperationException(code, message);
        }

        JsonNode id() {
            return id;
        }

        OperationException reason() {
            return reason;
        }
    }

    static Request parse(byte[] line) throws RefusedException {
        ObjectNode request;
        try {
            request = Json.read(line);
        } catch (IOException e) {
            throw new RefusedException(
                    NullNode.instance,
                    ErrorCode.MALFORMED_REQUEST,
                    "the request is no JSON object on one line: " + e.getMessage());
        }
        JsonNode id = request.path("id");
        if (id.isMissingNode() || id.isNull()) {
            id = NullNode.instance;
        } else if ((!id.isTextual() && !id.isNumber()) || id.asText().length() > LONGEST_ID) {
            throw new RefusedException(
                    NullNode.instance,
                    ErrorCode.MALFORMED_REQUEST,
                    "'id' is " + Json.word(id) + ", expected a number or text of at most " + LONGEST_ID + " letters");
        }
        JsonNode command = request.path("command");
        if (!command.isTextual()) {
            throw new RefusedException(
                    id,
                    ErrorCode.MALFORMED_REQUEST,
                    "'command' is " + Json.word(command) + ", expected text such as \"status\"");
        }
        JsonNode arguments = request.path("args");
        if (arguments.isMissingNode() || arguments.isNull()) {
            return new Request(id, command.textValue(), Json.object());
        }
        if (arguments instanceof ObjectNode object) {
            return new Request(id, command.textValue(), object);
        }
        throw new RefusedException(
                id, ErrorCode.BAD_ARGUMENT, "'args' is " + Json.word(arguments) + ", expected an object");
    }

    Optional<String> text(String name) {
        JsonNode value = arguments.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw bad(name, value, "text");
        }
        return Optional.of(value.textValue());
    }

    boolean flag(String name) {
        JsonNode value = arguments.path(name);
        if (!value.isBoolean()) {
            throw bad(name, value, "true or false");
        }
        return value.booleanValue();
    }

    long number(String name) {
        JsonNode value = arguments.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw bad(name, value, "a whole number");
        }
        return value.longValue();
    }

    private static OperationException bad(String name, JsonNode value, String expected) {
        return new OperationException(
                ErrorCode.BAD_ARGUMENT,
                "argument '" + name + "' is " + (value.isMissingNode() ? "missing" : Json.word(value)) + ", expected "
                        + expected);
    }
}
