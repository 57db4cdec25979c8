package io.mvm.jmx;

/** What the node holds to be final. */
@DescribedBean("What the node holds to be final.")
public interface FinalityMXBean {
    @Described(
            value = "Blocks between the node's best and its finalized block.",
            unit = "blocks",
            metric = "mvm_finality_lag_blocks")
    Long getLagBlocks();

    @Described(value = "Finalized block the node told.", unit = "blocks")
    Long getFinalizedHeight();

    @Described(
            value = "Start of the finalized block's slot, in seconds since 1970.",
            unit = "seconds",
            metric = "mvm_chain_finalized_timestamp_seconds")
    Double getFinalizedTimestampSeconds();

    @Described(value = "GRANDPA round in progress.", metric = "mvm_grandpa_round")
    Long getRound();

    @Described(value = "Id of the authority set that the node's voter is at.", metric = "mvm_grandpa_set_id")
    Long getSetId();

    @Described(
            value = "Id of the authority set in the chain's state; the node's voter is stuck if it stays behind.",
            metric = "mvm_grandpa_chain_set_id")
    Long getChainSetId();

    @Described(value = "Weight of all voters, in seats.", unit = "seats", metric = "mvm_grandpa_voters")
    Long getVoters();

    @Described(value = "Weight of votes that finalizes, in seats.", unit = "seats", metric = "mvm_grandpa_threshold")
    Long getThreshold();

    @Described(
            value = "Weight of prevotes in the round in progress, in seats.",
            unit = "seats",
            metric = "mvm_grandpa_prevotes")
    Long getPrevotes();

    @Described(
            value = "Weight of precommits in the round in progress, in seats.",
            unit = "seats",
            metric = "mvm_grandpa_precommits")
    Long getPrecommits();

    @Described(
            value = "Weight of the voters seen in the newest completed round, in seats.",
            unit = "seats",
            metric = "mvm_grandpa_voted_weight")
    Long getVotedWeight();

    @Described(
            value = "Share of all voters by which the newest completed round exceeded the threshold.",
            metric = "mvm_grandpa_quorum_margin_ratio")
    Double getQuorumMargin();

    @Described(
            value = "Completed rounds looked at since the start of the process.",
            kind = Kind.COUNTER,
            unit = "rounds",
            metric = "mvm_grandpa_rounds_observed_total")
    Long getRoundsObserved();
}
