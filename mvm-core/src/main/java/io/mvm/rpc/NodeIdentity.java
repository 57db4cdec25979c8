package io.mvm.rpc;

import java.util.List;

/**
 * What a node says about itself. A part it does not tell is null.
 *
 * @param name {@code system_name}
 * @param version {@code system_version}
 * @param network {@code system_chain}
 * @param roles {@code system_nodeRoles}, such as {@code Authority}
 */
public record NodeIdentity(String name, String version, String network, List<String> roles) {}
