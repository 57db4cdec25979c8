package io.mvm.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mvm.chain.BlockHash;
import io.mvm.chain.HeaderHash;
import io.mvm.chain.Hex;
import io.mvm.chain.scale.ScaleReader;
import io.mvm.simulator.NodeBehaviour.AriadneMethods;
import io.mvm.simulator.NodeBehaviour.CandidateShape;
import io.mvm.simulator.NodeBehaviour.ErrorStyle;
import io.mvm.simulator.NodeBehaviour.RuntimeAge;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The shape of each answer over HTTP. */
class HttpProtocolTest {
    private static final String UNKNOWN = "0x" + "ab".repeat(32);

    private final SimulatedChain chain = SimulatedChain.create(
            NetworkSpec.builder()
                    .seats(6)
                    .outsiders(1)
                    .slotsPerEpoch(30)
                    .historyEpochs(12)
                    .build(),
            Specs.NOON);
    private final SimulatedNode node = SimulatedNode.start(chain);
    private final NodeClient client = new NodeClient(node);

    @AfterEach
    void close() {
        node.close();
        chain.close();
    }

    @Test
    void headerHashesToTheHashItWasAskedBy() throws Exception {
        for (long number : List.of(0L, 1L, 77L, 360L)) {
            String hash =
                    client.result("chain_getBlockHash", "[" + number + "]").textValue();
            JsonNode header = client.result("chain_getHeader", "[\"" + hash + "\"]");
            assertThat(header.get("number").textValue()).isEqualTo("0x" + Long.toHexString(number));
            assertThat(HeaderHash.of(NodeClient.header(header)).hex()).isEqualTo(hash);
            assertThat(chain.block(BlockHash.parse(hash)).orElseThrow().number())
                    .isEqualTo(number);
        }
        JsonNode genesis = client.result(
                "chain_getHeader", "[\"" + chain.canonical(0).orElseThrow().hash() + "\"]");
        assertThat(genesis.at("/digest/logs")).isEmpty();
        assertThat(genesis.get("parentHash").textValue()).isEqualTo("0x" + "00".repeat(32));
    }

    @Test
    void digestHoldsSlotMainchainHashVersionAndSealLast() throws Exception {
        JsonNode logs = client.result("chain_getHeader", "[]").at("/digest/logs");
        List<String> texts = new ArrayList<>();
        logs.forEach(log -> texts.add(log.textValue()));
        long slot = Specs.NOON.millis() / 6000;
        byte[] little = new byte[8];
        for (int i = 0; i < 8; i++) {
            little[i] = (byte) (slot >>> (8 * i));
        }
        assertThat(texts.get(0)).isEqualTo("0x066175726120" + Hex.encode(little).substring(2));
        assertThat(texts.get(1)).startsWith("0x066d63736880").hasSize(2 + 2 * 38);
        assertThat(texts).contains("0x044d4e53561051460000");
        assertThat(texts.get(texts.size() - 1)).startsWith("0x05617572610101").hasSize(2 + 2 * 71);
    }

    @Test
    void changeOfAuthoritiesStandsBesideTheVoters() throws Exception {
        SimulatedBlock changing = null;
        for (long number = 1; changing == null; number++) {
            SimulatedBlock block = chain.canonical(number).orElseThrow();
            changing = block.changesAuthorities() ? block : null;
        }
        JsonNode logs = client.result("chain_getHeader", "[\"" + changing.hash() + "\"]")
                .at("/digest/logs");
        assertThat(logs.get(2).textValue())
                .startsWith("0x0461757261" + "0903" + "01" + "18")
                .hasSize(2 + 2 * 201);
        assertThat(logs.get(3).textValue()).startsWith("0x0446524e4b").endsWith("00000000");
        ScaleReader voters = new ScaleReader(
                client.bytes("state_call", "[\"GrandpaApi_grandpa_authorities\",\"0x\",\"" + changing.hash() + "\"]"));
        assertThat(voters.compactInt()).isEqualTo(6);
        voters.skip(32);
        assertThat(voters.u64()).isEqualTo(1);
        assertThat(client.bytes("state_call", "[\"GrandpaApi_current_set_id\",\"0x\",\"" + changing.hash() + "\"]"))
                .isEqualTo(new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
    }

    @Test
    void bodyBeginsWithTheTimeAndCarriesTheNextCommitteeAfterARotation() throws Exception {
        boolean seen = false;
        for (long number = 2; number < 100; number++) {
            SimulatedBlock block = chain.canonical(number).orElseThrow();
            JsonNode answer = client.result("chain_getBlock", "[\"" + block.hash() + "\"]");
            assertThat(answer.get("justifications").isNull()).isTrue();
            JsonNode extrinsics = answer.at("/block/extrinsics");
            byte[] time = Hex.decode(extrinsics.get(0).textValue());
            assertThat(Hex.encode(time)).startsWith("0x280401000b");
            byte[] padded = new byte[8];
            System.arraycopy(time, 5, padded, 0, 6);
            assertThat(new ScaleReader(padded).u64()).isEqualTo(chain.timestampMs(block));
            assertThat(chain.timestampMs(block) / 6000).isEqualTo(block.slot());
            boolean afterRotation = chain.canonical(number - 1).orElseThrow().changesAuthorities();
            if (afterRotation) {
                seen = true;
                ScaleReader set = new ScaleReader(Hex.decode(extrinsics.get(1).textValue()));
                set.compact();
                assertThat(set.bytes(3)).isEqualTo(new byte[] {4, 8, 0});
                for (int left = set.compactInt(); left > 0; left--) {
                    set.skip(set.u8() == 1 ? 129 : 97);
                }
                assertThat(set.u64()).isEqualTo(block.slot() / 30 + 1);
                set.skip(32);
                set.end("set");
            }
            assertThat(block.setsNextCommittee()).isEqualTo(afterRotation);
        }
        assertThat(seen).isTrue();
    }

    @Test
    void hashesByNumberHexAndList() throws Exception {
        String best = chain.heads().best().hash().hex();
        assertThat(client.result("chain_getBlockHash", "[]").textValue()).isEqualTo(best);
        assertThat(client.result("chain_getHead", "[]").textValue()).isEqualTo(best);
        assertThat(client.result("chain_getBlockHash", "[\"0x168\"]").textValue())
                .isEqualTo(best);
        assertThat(client.result("chain_getBlockHash", "[99999]").isNull()).isTrue();
        JsonNode list = client.result("chain_getBlockHash", "[[360,99999,0]]");
        assertThat(list.get(0).textValue()).isEqualTo(best);
        assertThat(list.get(1).isNull()).isTrue();
        assertThat(list.get(2).textValue())
                .isEqualTo(chain.canonical(0).orElseThrow().hash().hex());
        assertThat(client.result("chain_getFinalizedHead", "[]").textValue())
                .isEqualTo(chain.canonical(357).orElseThrow().hash().hex());
        assertThat(client.result("chain_getHeader", "[\"" + UNKNOWN + "\"]").isNull())
                .isTrue();
        assertThat(client.result("chain_getBlock", "[\"" + UNKNOWN + "\"]").isNull())
                .isTrue();
        node.change(behaviour -> behaviour.hashLists(false).paddedNumbers(true));
        assertThat(client.error("chain_getBlockHash", "[[1,2]]").get("code").asInt())
                .isEqualTo(-32602);
        assertThat(client.result("chain_getHeader", "[]").get("number").textValue())
                .isEqualTo("0x00000168");
    }

    @Test
    void systemMethodsAnswerTheirShapes() throws Exception {
        assertThat(client.result("system_health", "[]"))
                .isEqualTo(NodeClient.JSON.readTree("{\"peers\":12,\"isSyncing\":false,\"shouldHavePeers\":true}"));
        assertThat(client.get("/health").body())
                .isEqualTo("{\"peers\":12,\"isSyncing\":false,\"shouldHavePeers\":true}");
        assertThat(client.result("system_syncState", "[]").get("currentBlock").asLong())
                .isEqualTo(360);
        assertThat(client.result("system_version", "[]").textValue()).isEqualTo("1.0.1-5edf8ddd");
        assertThat(client.result("system_chain", "[]").textValue()).isEqualTo("simulated");
        assertThat(client.result("system_nodeRoles", "[]").get(0).textValue()).isEqualTo("Full");
        assertThat(client.result("rpc_methods", "[]").get("methods"))
                .anyMatch(name -> name.asText().equals("chain_getBlock"));
        JsonNode version = client.result("state_getRuntimeVersion", "[]");
        assertThat(version.get("specVersion").asInt()).isEqualTo(18001);
        assertThat(version.get("specName").textValue()).isEqualTo("midnight");
        assertThat(client.error("no_such", "[]").get("message").textValue()).isEqualTo("Method not found");
    }

    @Test
    void unsafeMethodsAreRefusedByMessage() throws Exception {
        SimulatedValidator own = chain.validators().get(1);
        String hasKey = "[\"" + own.auraKey() + "\",\"aura\"]";
        for (JsonNode error : List.of(client.error("system_peers", "[]"), client.error("author_hasKey", hasKey))) {
            assertThat(error.get("code").asInt()).isEqualTo(-32601);
            assertThat(error.get("message").textValue()).isEqualTo("RPC call is unsafe to be called externally");
        }
        node.change(behaviour -> behaviour.unsafeMethods(true).validator(1));
        assertThat(client.result("system_peers", "[]")).hasSize(12);
        assertThat(client.result("author_hasKey", hasKey).asBoolean()).isTrue();
        assertThat(client.result("author_hasKey", "[\"" + own.auraKey() + "\",\"gran\"]")
                        .asBoolean())
                .isFalse();
        assertThat(client.result("system_nodeRoles", "[]").get(0).textValue()).isEqualTo("Authority");
    }

    @Test
    void epochLengthIsToldByTheAgeOfTheRuntime() throws Exception {
        String slotConfig = "[\"SlotApi_slot_config\",\"0x\"]";
        String duration = "[\"GetEpochDurationApi_get_epoch_duration_millis\",\"0x\"]";
        String status = "[\"GetSidechainStatus_get_sidechain_status\",\"0x\"]";
        assertThat(client.result("state_call", slotConfig).textValue()).isEqualTo("0x1e0000007017000000000000");
        assertThat(client.result("state_call", "[\"AuraApi_slot_duration\",\"0x\"]")
                        .textValue())
                .isEqualTo("0x7017000000000000");
        node.change(behaviour -> behaviour.runtimeAge(RuntimeAge.EPOCH_DURATION_API));
        assertThat(client.error("state_call", slotConfig).get("message").textValue())
                .contains("Exported method SlotApi_slot_config is not found");
        assertThat(client.result("state_call", duration).textValue()).isEqualTo("0x20bf020000000000");
        node.change(behaviour -> behaviour.runtimeAge(RuntimeAge.STATUS_ONLY));
        assertThat(client.error("state_call", duration).get("code").asInt()).isEqualTo(4003);
        ScaleReader reader = new ScaleReader(client.bytes("state_call", status));
        long slot = chain.slot();
        assertThat(List.of(reader.u64(), reader.u64(), reader.u32())).containsExactly(slot / 30, slot, 30L);
        node.change(behaviour -> behaviour.runtimeAge(RuntimeAge.NONE));
        assertThat(client.error("state_call", status).get("message").textValue())
                .contains("is not found");
    }

    @Test
    void sidechainStatusIsTheWallClocks() throws Exception {
        JsonNode status = client.result("sidechain_getStatus", "[\"" + UNKNOWN + "\"]");
        long epoch = Specs.NOON.millis() / 180_000;
        assertThat(status.at("/sidechain/epoch").asLong()).isEqualTo(epoch);
        assertThat(status.at("/sidechain/slot").asLong()).isEqualTo(Specs.NOON.millis() / 6000);
        assertThat(status.at("/sidechain/nextEpochTimestamp").asLong()).isEqualTo((epoch + 1) * 180_000);
        assertThat(status.at("/mainchain/epoch").asLong()).isEqualTo(1223);
        assertThat(status.at("/mainchain/nextEpochTimestamp").asLong()).isEqualTo(1_772_323_200_000L + 86_400_000L);
        node.change(behaviour -> behaviour.sidechainSlot(false));
        assertThat(client.result("sidechain_getStatus", "[]").at("/sidechain").has("slot"))
                .isFalse();
        node.change(behaviour -> behaviour.sidechainMethods(false));
        assertThat(client.error("sidechain_getStatus", "[]").get("code").asInt())
                .isEqualTo(-32601);
    }

    @Test
    void candidatesComeInBothShapesAndWithoutOutsiders() throws Exception {
        String outsider = chain.validators()
                .get(chain.validators().size() - 1)
                .sidechainKey()
                .hex();
        JsonNode young = client.result("systemParameters_getAriadneParameters", "[1223]");
        assertThat(young.toString()).doesNotContain(outsider);
        assertThat(young.at("/dParameter/numPermissionedCandidates").asInt()).isEqualTo(4);
        SimulatedValidator first = chain.validators().get(0);
        assertThat(young.at("/permissionedCandidates/0/keys/aura").textValue())
                .isEqualTo(first.auraKey().hex());
        assertThat(young.at("/permissionedCandidates/2/isValid").asBoolean(true))
                .isFalse();
        SimulatedValidator registered = chain.validators().get(2);
        JsonNode entries = young.get("candidateRegistrations").get(Hex.encode(registered.poolKey()));
        assertThat(entries).hasSize(2);
        assertThat(entries.at("/0/stakeDelegation").asLong()).isEqualTo(registered.stakeLovelace());
        assertThat(entries.at("/1/invalidReasons/InvalidRegistrationData").textValue())
                .isEqualTo("InvalidTxInput");
        node.change(behaviour -> behaviour.candidateShape(CandidateShape.OLD).ariadneMethods(AriadneMethods.OLD));
        JsonNode old = client.result("sidechain_getAriadneParameters", "[1223]");
        assertThat(old.at("/permissionedCandidates/0/auraPublicKey").textValue())
                .isEqualTo(first.auraKey().hex());
        assertThat(old.at("/permissionedCandidates/0").has("keys")).isFalse();
        assertThat(old.get("candidateRegistrations")
                        .get(Hex.encode(registered.poolKey()))
                        .at("/0/auraPubKey")
                        .textValue())
                .isEqualTo(registered.auraKey().hex());
        assertThat(client.error("systemParameters_getAriadneParameters", "[1223]")
                        .get("code")
                        .asInt())
                .isEqualTo(-32601);
        assertThat(client.result("sidechain_getRegistrations", "[1223,\"" + Hex.encode(registered.poolKey()) + "\"]"))
                .hasSize(1);
    }

    @Test
    void committeesOfEpochsAreFoundOrSaidToBeUnknown() throws Exception {
        // The last slot of the history begins an epoch: its block rotates, the next one sets what follows.
        chain.advanceSlots(1);
        long now = chain.heads().best().state().committeeEpoch();
        JsonNode former = client.result("sidechain_getEpochCommittee", "[" + (now - 5) + "]");
        assertThat(former.get("sidechainEpoch").asLong()).isEqualTo(now - 5);
        assertThat(former.get("committee")).hasSize(6);
        assertThat(client.result("sidechain_getEpochCommittee", "[" + (now + 1) + "]")
                        .get("committee"))
                .hasSize(6);
        assertThat(client.error("sidechain_getEpochCommittee", "[" + (now + 2) + "]"))
                .isEqualTo(NodeClient.JSON.readTree(
                        "{\"code\":-1,\"message\":\"Committee is unknown for epoch " + (now + 2) + "\"}"));
        assertThat(client.error("sidechain_getEpochCommittee", "[5]")
                        .get("message")
                        .textValue())
                .isEqualTo("Epoch 5 is earlier than the Initial Epoch!");
        node.change(behaviour -> behaviour.stateBlocks(40));
        assertThat(client.error("sidechain_getEpochCommittee", "[" + (now - 5) + "]")
                        .get("message")
                        .textValue())
                .startsWith("Node is not in archive mode");
    }

    @Test
    void prunedStateIsToldApartFromAnUnknownBlock() throws Exception {
        node.change(behaviour -> behaviour.stateBlocks(100));
        assertThat(client.bytes("state_call", call(261))).hasSize(193);
        assertThat(client.bytes("state_call", call(0))).as("genesis kept").hasSize(193);
        String hash = chain.canonical(260).orElseThrow().hash().hex();
        JsonNode discarded = client.error("state_call", call(260));
        assertThat(discarded.get("code").asInt()).isEqualTo(4003);
        assertThat(discarded.get("message").textValue()).endsWith("State already discarded for " + hash);
        assertThat(client.error("state_call", "[\"AuraApi_authorities\",\"0x\",\"" + UNKNOWN + "\"]")
                        .get("message")
                        .textValue())
                .contains("Header was not found in the database");
        assertThat(client.result("chain_getHeader", "[\"" + hash + "\"]").isNull())
                .as("headers are never pruned")
                .isFalse();
        node.change(behaviour -> behaviour.genesisState(false).errorStyle(ErrorStyle.TEXT_IN_DATA));
        JsonNode old = client.error("state_call", call(0));
        assertThat(old.get("code").asInt()).isEqualTo(-32603);
        assertThat(old.get("data").textValue()).contains("State already discarded");
        node.change(behaviour -> behaviour.errorStyle(ErrorStyle.WITHOUT_CODE));
        assertThat(client.error("state_call", call(0)).has("code")).isFalse();
    }

    @Test
    void roundStateNamesVotersByAddress() throws Exception {
        JsonNode round = client.result("grandpa_roundState", "[]");
        assertThat(round.at("/best/totalWeight").asInt()).isEqualTo(6);
        assertThat(round.at("/best/thresholdWeight").asInt()).isEqualTo(5);
        assertThat(round.at("/background/0/precommits/missing")).isEmpty();
        // The well-known development account.
        assertThat(Ss58.encode(Hex.decode("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d")))
                .isEqualTo("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
    }

    private String call(long number) {
        return "[\"AuraApi_authorities\",\"0x\",\""
                + chain.canonical(number).orElseThrow().hash() + "\"]";
    }
}
