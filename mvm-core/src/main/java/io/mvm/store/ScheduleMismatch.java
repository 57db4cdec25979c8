package io.mvm.store;

import io.mvm.chain.AuraKey;

/**
 * A slot that came to another owner than forecast.
 *
 * @param slot the slot
 * @param forecast who should have owned it
 * @param actual who did
 * @param forecastAtMs when that was forecast, Unix milliseconds
 */
public record ScheduleMismatch(long slot, AuraKey forecast, AuraKey actual, long forecastAtMs) {}
