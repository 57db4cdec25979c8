package io.mvm.jmx;

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
}
