package io.mvm.rpc;

import io.mvm.chain.Hex;
import io.mvm.chain.Ss58;
import io.mvm.rpc.RoundState.Round;
import io.mvm.rpc.RoundState.Votes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code grandpa_roundState}: voters by SS58 address, or by {@code 0x} hex. An id that is neither spoils the answer. */
final class RoundStateDecoder {
    private static final int KEY_DIGITS = 2 + 64;

    private RoundStateDecoder() {}

    static RoundState read(Json json) throws IOException {
        json.enterObject("round state");
        Long setId = null;
        Round best = null;
        List<Round> background = new ArrayList<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "setId" -> setId = count(json, name);
                case "best" -> best = round(json);
                case "background" -> {
                    json.enterArray(name);
                    while (json.nextItem()) {
                        background.add(round(json));
                    }
                }
                default -> json.skip();
            }
        }
        if (setId == null || best == null) {
            throw new WireException("the round state lacks its " + (setId == null ? "setId" : "best"));
        }
        return new RoundState(setId, best, background);
    }

    private static Round round(Json json) throws IOException {
        json.enterObject("round");
        Long number = null;
        Long total = null;
        Long threshold = null;
        Votes prevotes = null;
        Votes precommits = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "round" -> number = count(json, name);
                case "totalWeight" -> total = count(json, name);
                case "thresholdWeight" -> threshold = count(json, name);
                case "prevotes" -> prevotes = votes(json, name);
                case "precommits" -> precommits = votes(json, name);
                default -> json.skip();
            }
        }
        return new Round(
                present(number, "round"),
                present(total, "totalWeight"),
                present(threshold, "thresholdWeight"),
                present(prevotes, "prevotes"),
                present(precommits, "precommits"));
    }

    private static Votes votes(Json json, String what) throws IOException {
        json.enterObject(what);
        Long weight = null;
        Set<String> missing = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "currentWeight" -> weight = count(json, name);
                case "missing" -> {
                    missing = new HashSet<>();
                    json.enterArray(name);
                    while (json.nextItem()) {
                        missing.add(key(json));
                    }
                }
                default -> json.skip();
            }
        }
        return new Votes(present(weight, "currentWeight"), present(missing, "missing"));
    }

    private static String key(Json json) throws IOException {
        String id = json.text("id of a voter");
        try {
            if (!id.startsWith("0x")) {
                return Hex.encode(Ss58.decode(id));
            }
            if (id.length() == KEY_DIGITS) {
                return Hex.encode(Hex.decode(id));
            }
        } catch (IllegalArgumentException e) {
            throw new WireException("the id of a voter at byte " + json.position() + ": " + e.getMessage(), e);
        }
        throw new WireException(
                "the id of a voter at byte " + json.position() + " is no key of 32 bytes: " + Json.shorten(id));
    }

    private static long count(Json json, String what) throws IOException {
        long value = json.integer(what);
        if (value < 0) {
            throw new WireException(what + " at byte " + json.position() + " is " + value + ", expected 0 or more");
        }
        return value;
    }

    private static <T> T present(T value, String name) throws WireException {
        if (value == null) {
            throw new WireException("a round of votes lacks its " + name);
        }
        return value;
    }
}
