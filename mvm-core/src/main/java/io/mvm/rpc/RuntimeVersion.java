package io.mvm.rpc;

import java.util.Map;

/**
 * Answer of {@code state_getRuntimeVersion}.
 *
 * @param specName such as {@code midnight}
 * @param specVersion such as 18001 for 0.18.1
 * @param apis version of each runtime API by its id ({@code 0x} + 16 hex digits, blake2b-64 of the name)
 */
public record RuntimeVersion(String specName, int specVersion, Map<String, Integer> apis) {
    public RuntimeVersion {
        apis = Map.copyOf(apis);
    }
}
