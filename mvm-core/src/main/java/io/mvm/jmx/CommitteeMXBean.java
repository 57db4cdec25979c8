package io.mvm.jmx;

import java.util.Map;

/** The committee that owns the slots after the head. */
@DescribedBean("The committee that owns the slots after the head.")
public interface CommitteeMXBean {
    @Described(value = "Seats in the committee.", unit = "seats", metric = "mvm_committee_size")
    Integer getSize();

    @Described(value = "Distinct members of the committee.", unit = "validators", metric = "mvm_committee_members")
    Integer getMembers();

    @Described(value = "Seats of permissioned members.", unit = "seats", metric = "mvm_committee_permissioned_seats")
    Integer getPermissionedSeats();

    @Described(value = "Seats of registered members.", unit = "seats", metric = "mvm_committee_registered_seats")
    Integer getRegisteredSeats();

    @Described(
            value = "Seats in the next committee; none until it is chosen.",
            unit = "seats",
            metric = "mvm_committee_next_size")
    Integer getNextSize();

    @Described(
            value = "Distinct members of the next committee; none until it is chosen.",
            unit = "validators",
            metric = "mvm_committee_next_members")
    Integer getNextMembers();

    @Described(
            value = "Seats that the D-parameter in effect gives to permissioned and to registered candidates.",
            unit = "seats",
            metric = "mvm_dparameter_seats",
            keyLabel = "kind")
    Map<String, Long> getParameterSeats();
}
