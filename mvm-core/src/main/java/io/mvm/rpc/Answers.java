package io.mvm.rpc;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The envelope of JSON-RPC answers: ids, results and errors. */
final class Answers {
    private Answers() {}

    /**
     * What one call came back with. A {@code null} result has neither value nor error.
     *
     * @param value the decoded result; null if it was {@code null} or there was an error
     * @param error the error; null if there was a result
     * @param id id of the call; null if the node did not repeat it
     */
    record Answer<T>(T value, ErrorObject error, Long id) {}

    /** A whole array request answered by one error. */
    static final class BatchRejected extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient ErrorObject error;

        BatchRejected(ErrorObject error) {
            super(error.shown());
            this.error = error;
        }

        ErrorObject error() {
            return error;
        }
    }

    /** Reads the answer to a single request. */
    static <T> Answer<T> one(byte[] text, int length, long id, Decoder<T> decoder) throws IOException {
        try (Json json = new Json(text, length)) {
            json.next();
            json.enterObject("an answer");
            Item<T> item = item(json, decoder);
            json.end();
            if (item.id == null && item.answer.error() != null) {
                return item.answer;
            }
            if (item.id == null || item.id != id) {
                throw new WireException(
                        "the answer has " + (item.id == null ? "no id" : "id " + item.id) + ", expected " + id);
            }
            return item.answer;
        }
    }

    /**
     * Reads the answers to a batch, in the order of the calls whatever the order of the answers.
     *
     * @param firstId id of the first call; the others follow without a gap
     * @throws BatchRejected if one error object answers the whole
     */
    static <T> List<Answer<T>> batch(byte[] text, int length, long firstId, int count, Decoder<T> decoder)
            throws IOException {
        try (Json json = new Json(text, length)) {
            json.next();
            if (json.token() == JsonToken.START_OBJECT) {
                Answer<T> answer = item(json, decoder).answer;
                if (answer.error() == null) {
                    throw new WireException("one result answers a batch of " + count + ", expected an array");
                }
                throw new BatchRejected(answer.error());
            }
            json.enterArray("the answers to a batch");
            List<Answer<T>> answers = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                answers.add(null);
            }
            int seen = 0;
            while (json.nextItem()) {
                json.enterObject("an answer");
                Item<T> item = item(json, decoder);
                if (item.id == null) {
                    throw new WireException("an answer before byte " + json.position() + " has no id"
                            + (item.answer.error() == null
                                    ? ""
                                    : ": " + item.answer.error().shown()));
                }
                long index = item.id - firstId;
                if (index < 0 || index >= count) {
                    throw new WireException("an answer before byte " + json.position() + " has id " + item.id
                            + ", which was not asked (" + firstId + " to " + (firstId + count - 1) + ")");
                }
                if (answers.set((int) index, item.answer) != null) {
                    throw new WireException("id " + item.id + " is answered twice, before byte " + json.position());
                }
                seen++;
            }
            json.end();
            if (seen < count) {
                throw new WireException("only " + seen + " of " + count + " calls are answered; id "
                        + (firstId + answers.indexOf(null)) + " is missing");
            }
            return answers;
        }
    }

    private record Item<T>(Long id, Answer<T> answer) {}

    private static <T> Item<T> item(Json json, Decoder<T> decoder) throws IOException {
        Long id = null;
        T value = null;
        ErrorObject error = null;
        boolean result = false;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "id" -> id = json.isNull() ? null : json.integer("id");
                case "result" -> {
                    result = true;
                    value = json.isNull() ? null : decoder.read(json);
                }
                case "error" -> error = json.isNull() ? null : ErrorObject.read(json);
                default -> json.skip();
            }
        }
        if (error == null && !result) {
            throw new WireException("an answer before byte " + json.position() + " has neither result nor error");
        }
        return new Item<>(id, new Answer<>(error == null ? value : null, error, id));
    }
}
