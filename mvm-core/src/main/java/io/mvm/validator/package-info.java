/** Who the validators are: committee members, candidates, identities, labels, seats. Pure. */
package io.mvm.validator;
