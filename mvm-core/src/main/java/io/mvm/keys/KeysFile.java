package io.mvm.keys;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.mvm.chain.Hex;
import io.mvm.chain.SidechainKey;
import io.mvm.validator.KeyType;
import io.mvm.validator.LocalKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file with the public keys of one validator, in either of two forms:
 *
 * <pre>
 * {"sidechain_pub_key": "0x..", "aura_pub_key": "0x..", "grandpa_pub_key": "0x.."}
 * {"partner_chains_key": "0x..", "keys": {"aura": "0x..", "gran": "0x.."}}
 * </pre>
 *
 * <p>No value of it is ever repeated in a message: somebody may have named a file with a secret. Touches the disk.
 */
public final class KeysFile {
    /** Two forms of at most five keys; anything larger is another file. */
    private static final int LARGEST = 16 << 10;
    /** Mnemonic phrases have 12 to 24 words; nothing public has spaces at all. */
    private static final int WORDS_OF_A_PHRASE = 6;

    private static final Map<String, KeyType> OLD_FORM = Map.of(
            "sidechain_pub_key", KeyType.CROSS_CHAIN,
            "aura_pub_key", KeyType.AURA,
            "grandpa_pub_key", KeyType.GRANDPA,
            "babe_pub_key", KeyType.BABE);
    private static final String NEW_FORM = "partner_chains_key";
    private static final List<KeyType> NEEDED = List.of(KeyType.CROSS_CHAIN, KeyType.AURA, KeyType.GRANDPA);

    private KeysFile() {}

    /**
     * Reads a file. Never throws: a file that cannot be used is an answer with a problem.
     *
     * @param file the file
     * @param validator whose keys they are, if that was said
     */
    public static LocalKeys read(Path file, Optional<String> validator) {
        String source = "keys file " + file;
        try {
            if (KeyType.ofFileName(file.getFileName().toString()).isPresent()) {
                throw new Unusable(
                        "is named like a key of the node's keystore, which holds a secret; it was not opened."
                                + " Give the directory as keystore-path");
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new Unusable("is no regular file; expected JSON with public keys");
            }
            if (Files.size(file) > LARGEST) {
                throw new Unusable(
                        "has " + Files.size(file) + " bytes, expected JSON with public keys, some 300 bytes long");
            }
            Parsed parsed = new Parsed();
            parsed.read(Files.readString(file, StandardCharsets.UTF_8));
            return new LocalKeys(source, false, validator, parsed.keys(), List.of(), parsed.notes, null);
        } catch (Unusable e) {
            return failed(source, validator, e.getMessage());
        } catch (JsonProcessingException e) {
            return failed(
                    source,
                    validator,
                    "is no JSON (line " + e.getLocation().getLineNr() + "); expected an object with public keys");
        } catch (NoSuchFileException e) {
            return failed(source, validator, "does not exist");
        } catch (AccessDeniedException e) {
            return failed(source, validator, "may not be read by this user");
        } catch (IOException e) {
            // The message of a wrong encoding repeats nothing of the file.
            return failed(source, validator, "cannot be read: " + e.getMessage());
        }
    }

    private static LocalKeys failed(String source, Optional<String> validator, String problem) {
        return new LocalKeys(source, false, validator, Map.of(), List.of(), List.of(), problem);
    }

    /** A file that says something else than public keys. */
    private static final class Unusable extends IOException {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }

        static Unusable secret(String where) {
            return new Unusable("holds what looks like a secret (" + where + "), expected public keys alone; it was not"
                    + " used. Keep secrets where only the node reads them");
        }
    }

    private static final class Parsed {
        private final Map<KeyType, String> found = new EnumMap<>(KeyType.class);
        private final List<String> notes = new ArrayList<>();

        Map<KeyType, Set<String>> keys() {
            Map<KeyType, Set<String>> keys = new LinkedHashMap<>();
            found.forEach((type, key) -> keys.put(type, Set.of(key)));
            return keys;
        }

        void read(String text) throws IOException {
            try (JsonParser json = new JsonFactory().createParser(text)) {
                JsonToken first = json.nextToken();
                if (first == JsonToken.VALUE_STRING) {
                    // What the node keeps in a file of its keystore: the seed as one JSON string.
                    throw Unusable.secret("one text, as in a key file of the node");
                }
                if (first != JsonToken.START_OBJECT) {
                    throw new Unusable(
                            "is no JSON object; expected {\"sidechain_pub_key\":..,\"aura_pub_key\":..,\"grandpa_pub_key\":..}");
                }
                fields(json, "");
                if (json.nextToken() != null) {
                    throw new Unusable("goes on after its JSON object; expected one object with public keys");
                }
            }
            for (KeyType type : NEEDED) {
                if (!found.containsKey(type)) {
                    throw new Unusable("lacks " + type.title() + ": expected '" + oldName(type) + "', or "
                            + (type == KeyType.CROSS_CHAIN
                                    ? "'" + NEW_FORM + "'"
                                    : "'" + type.id() + "' within 'keys'"));
                }
            }
        }

        private void fields(JsonParser json, String within) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                String path = within.isEmpty() ? named(name) : within + "." + named(name);
                if (value == JsonToken.VALUE_STRING) {
                    suspect(path, name, json.getText());
                }
                if (within.isEmpty() && name.equals("keys")) {
                    if (value != JsonToken.START_OBJECT) {
                        throw new Unusable("has something else than an object as 'keys'");
                    }
                    fields(json, "keys");
                    continue;
                }
                Optional<KeyType> type = within.isEmpty()
                        ? Optional.ofNullable(name.equals(NEW_FORM) ? KeyType.CROSS_CHAIN : OLD_FORM.get(name))
                        : KeyType.ofId(name);
                if (type.isPresent()) {
                    put(path, type.get(), value == JsonToken.VALUE_STRING ? json.getText() : null);
                } else if (!within.isEmpty() && value == JsonToken.VALUE_STRING) {
                    notes.add("a key of type '" + named(name) + "', which MVM does not know");
                } else {
                    throw new Unusable("has a field '" + path + "' that is no public key MVM knows; expected "
                            + "sidechain_pub_key, aura_pub_key and grandpa_pub_key, or partner_chains_key and keys");
                }
            }
        }

        private void put(String path, KeyType type, String text) throws Unusable {
            String key = text == null ? "" : Hex.normalise(text);
            int digits = 2 * type.length();
            if (!key.matches("0x[0-9a-f]{" + digits + "}")) {
                throw new Unusable("has as '" + path + "' "
                        + (text == null ? "no text" : "a text of " + text.length() + " characters")
                        + ", expected 0x and "
                        + digits + " hex digits");
            }
            if (type == KeyType.CROSS_CHAIN && !SidechainKey.plausible(key)) {
                throw new Unusable("has as '" + path + "' a key that begins with " + key.substring(0, 4)
                        + ", expected 0x02 or 0x03");
            }
            String before = found.putIfAbsent(type, key);
            if (before != null) {
                throw new Unusable("gives " + type.title() + " twice, the second time as '" + path + "'");
            }
        }

        private static void suspect(String path, String name, String value) throws Unusable {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean secretName = List.of("seed", "secret", "phrase", "mnemonic", "private", "suri", "skey").stream()
                    .anyMatch(lower::contains);
            if (secretName
                    || value.strip().split("\\s+").length >= WORDS_OF_A_PHRASE
                    || value.startsWith("//")
                    || value.contains("///")) {
                throw Unusable.secret("'" + path + "'");
            }
        }

        /** Names may hold anything as well. */
        private static String named(String name) {
            return name.matches("[A-Za-z0-9_-]{1,40}") ? name : "(a name of " + name.length() + " characters)";
        }

        private static String oldName(KeyType type) {
            return OLD_FORM.entrySet().stream()
                    .filter(entry -> entry.getValue() == type)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
