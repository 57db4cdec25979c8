package io.mvm.sync;

/**
 * What there is once the chain is known, over its database: nothing of it before. Used on the loop's thread.
 *
 * @param ledger the stored blocks
 * @param book who is behind which key
 * @param forecasts who owns the slots ahead
 * @param judge verdicts on slots that came
 * @param chaser what stores blocks up to the head
 * @param identities what asks who is behind which key
 * @param history what fills gaps below the head
 */
record KnownChain(
        Ledger ledger,
        IdentityBook book,
        ForecastKeeper forecasts,
        Judge judge,
        HeadChaser chaser,
        IdentityKeeper identities,
        HistoryFiller history) {

    /** The newest stored block; null while none is stored. */
    Tip tip() {
        return ledger.top() == null ? null : ledger.top().tip();
    }

    /** Its height; null while none is stored. */
    Long tipNumber() {
        Tip tip = tip();
        return tip == null ? null : tip.number();
    }
}
