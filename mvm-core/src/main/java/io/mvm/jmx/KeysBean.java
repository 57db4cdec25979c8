package io.mvm.jmx;

import io.mvm.view.KeyView;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Keys of one validator of one snapshot. */
record KeysBean(List<KeyView> keys) implements KeysMXBean {
    @Override
    public Map<String, String> getRegistered() {
        return by(KeyView::registered);
    }

    @Override
    public Map<String, Boolean> getInKeystore() {
        return by(KeyView::inKeystore);
    }

    @Override
    public Map<String, Boolean> getMatchesRegistration() {
        return by(KeyView::matchesRegistration);
    }

    @Override
    public Map<String, Boolean> getLoadedInNode() {
        return by(KeyView::loadedInNode);
    }

    @Override
    public Map<String, Boolean> getInAuthorities() {
        return by(KeyView::inAuthorities);
    }

    private <V> Map<String, V> by(Function<KeyView, V> fact) {
        Map<String, V> known = new TreeMap<>();
        for (KeyView key : keys) {
            V value = fact.apply(key);
            if (value != null) {
                known.put(key.type(), value);
            }
        }
        return known;
    }
}
