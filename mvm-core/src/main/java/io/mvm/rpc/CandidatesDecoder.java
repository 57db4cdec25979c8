package io.mvm.rpc;

import io.mvm.chain.AuraKey;
import io.mvm.chain.SidechainKey;
import io.mvm.validator.Candidate;
import io.mvm.validator.Candidate.Kind;
import io.mvm.validator.Candidates;
import io.mvm.validator.DParameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ariadne parameters in both JSON shapes: session keys under {@code keys}, or each under a name of its own. What a stranger
 * registered on Cardano must not stop the decoding: an entry whose identity is no sidechain key is left out, a session key of
 * the wrong form is absent.
 */
final class CandidatesDecoder implements Decoder<Candidates> {
    private static final Logger LOG = LoggerFactory.getLogger(CandidatesDecoder.class);
    private static final int KEY_DIGITS = 2 + 64;

    private final long mainchainEpoch;

    CandidatesDecoder(long mainchainEpoch) {
        this.mainchainEpoch = mainchainEpoch;
    }

    @Override
    public Candidates read(Json json) throws IOException {
        json.enterObject("Ariadne parameters");
        DParameter seats = null;
        List<Candidate> permissioned = new ArrayList<>();
        List<Candidate> registered = new ArrayList<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "dParameter" -> seats = dParameter(json);
                case "permissionedCandidates" -> {
                    // Null means that the list was never set on Cardano.
                    if (!json.isNull()) {
                        list(json, Kind.PERMISSIONED, null, permissioned);
                    }
                }
                case "candidateRegistrations" -> {
                    if (!json.isNull()) {
                        json.enterObject(name);
                        for (String pool = json.nextName(); pool != null; pool = json.nextName()) {
                            list(json, Kind.REGISTERED, pool, registered);
                        }
                    }
                }
                default -> json.skip();
            }
        }
        if (seats == null) {
            throw new WireException("the Ariadne parameters lack their dParameter");
        }
        permissioned.addAll(registered);
        return new Candidates(mainchainEpoch, seats.permissionedSeats(), seats.registeredSeats(), permissioned);
    }

    static DParameter dParameter(Json json) throws IOException {
        json.enterObject("dParameter");
        Integer permissioned = null;
        Integer registered = null;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "numPermissionedCandidates" -> permissioned = json.smallInteger(name);
                case "numRegisteredCandidates" -> registered = json.smallInteger(name);
                default -> json.skip();
            }
        }
        if (permissioned == null || registered == null) {
            throw new WireException("the dParameter lacks its "
                    + (permissioned == null ? "numPermissionedCandidates" : "numRegisteredCandidates"));
        }
        return new DParameter(permissioned, registered);
    }

    private void list(Json json, Kind kind, String pool, List<Candidate> into) throws IOException {
        json.enterArray("a list of candidates");
        while (json.nextItem()) {
            Optional<Candidate> entry = entry(json, kind, pool);
            if (entry.isPresent()) {
                into.add(entry.get());
            }
        }
    }

    private Optional<Candidate> entry(Json json, Kind kind, String pool) throws IOException {
        json.enterObject("a candidate");
        String key = null;
        Keys keys = new Keys();
        OptionalLong stake = OptionalLong.empty();
        Boolean valid = null;
        String reasons = "";
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "sidechainPublicKey", "sidechainPubKey" -> key = json.textOrNull();
                case "keys" -> {
                    if (!json.isNull()) {
                        json.enterObject(name);
                        for (String type = json.nextName(); type != null; type = json.nextName()) {
                            keys.put(type, json.textOrNull());
                        }
                    }
                }
                case "auraPublicKey", "auraPubKey" -> keys.put("aura", json.textOrNull());
                case "grandpaPublicKey", "grandpaPubKey" -> keys.put("gran", json.textOrNull());
                case "stakeDelegation" -> {
                    if (!json.isNull()) {
                        stake = OptionalLong.of(json.integer(name));
                    }
                }
                case "isValid" -> valid = json.flag(name);
                case "invalidReasons" -> reasons = json.isNull() ? "" : json.raw();
                default -> json.skip();
            }
        }
        SidechainKey identity = identity(key);
        if (identity == null) {
            LOG.debug("candidate of mainchain epoch {} left out: {} is no sidechain key", mainchainEpoch, key);
            return Optional.empty();
        }
        return Optional.of(new Candidate(
                identity,
                kind,
                keys.aura.map(AuraKey::parse),
                keys.grandpa,
                keys.babe,
                Optional.ofNullable(pool).map(text -> text.toLowerCase(Locale.ROOT)),
                stake,
                valid == null ? reasons.isEmpty() : valid,
                reasons));
    }

    private static SidechainKey identity(String text) {
        try {
            return text == null ? null : SidechainKey.parse(text);
        } catch (IllegalArgumentException e) {
            // The caller leaves the entry out and says so.
            return null;
        }
    }

    private static final class Keys {
        private Optional<String> aura = Optional.empty();
        private Optional<String> grandpa = Optional.empty();
        private Optional<String> babe = Optional.empty();

        void put(String type, String text) {
            Optional<String> key = Optional.ofNullable(text)
                    .map(given -> given.toLowerCase(Locale.ROOT))
                    .filter(given -> given.length() == KEY_DIGITS && given.matches("0x[0-9a-f]*"));
            switch (type) {
                case "aura" -> aura = key;
                case "gran" -> grandpa = key;
                case "babe" -> babe = key;
                default -> {
                    // A key type of a later runtime, of no use here.
                }
            }
        }
    }
}
