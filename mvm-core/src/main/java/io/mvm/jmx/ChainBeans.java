package io.mvm.jmx;

import io.mvm.view.EndpointView;
import io.mvm.view.EpochView;
import io.mvm.view.Snapshot;
import io.mvm.view.ValidatorView;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.management.ObjectName;

/** The beans of one chain. {@link #refresh()} wants one thread; the beans themselves may be read by any. */
final class ChainBeans {
    private static final BeanType<NodeMXBean> NODE = BeanType.of(NodeMXBean.class);
    private static final BeanType<EndpointMXBean> ENDPOINT = BeanType.of(EndpointMXBean.class);
    private static final BeanType<SyncMXBean> SYNC = BeanType.of(SyncMXBean.class);
    private static final BeanType<SidechainEpochMXBean> SIDECHAIN_EPOCH = BeanType.of(SidechainEpochMXBean.class);
    private static final BeanType<MainchainEpochMXBean> MAINCHAIN_EPOCH = BeanType.of(MainchainEpochMXBean.class);
    private static final BeanType<CommitteeMXBean> COMMITTEE = BeanType.of(CommitteeMXBean.class);
    private static final BeanType<NetworkMXBean> NETWORK = BeanType.of(NetworkMXBean.class);
    private static final BeanType<FinalityMXBean> FINALITY = BeanType.of(FinalityMXBean.class);
    private static final BeanType<ValidatorMXBean> VALIDATOR = BeanType.of(ValidatorMXBean.class);
    private static final BeanType<KeysMXBean> KEYS = BeanType.of(KeysMXBean.class);
    private static final BeanType<HostMXBean> HOST = BeanType.of(HostMXBean.class);
    private static final BeanType<StoreMXBean> STORE = BeanType.of(StoreMXBean.class);

    private final String chain;
    private final Supplier<Snapshot> snapshots;
    private final Clock clock;
    private final DaemonActions actions;
    private final Registry registry;
    private final Map<String, ObjectName> validators = new HashMap<>();
    private final Map<String, ObjectName> keys = new HashMap<>();
    private final Map<String, ObjectName> endpoints = new HashMap<>();
    private volatile Index index;

    /** A snapshot with its validators and endpoints by name, since each of their beans looks for its own. */
    private record Index(
            Snapshot snapshot, Map<String, ValidatorView> validators, Map<String, EndpointView> endpoints) {
        static Index of(Snapshot snapshot) {
            Map<String, ValidatorView> validators =
                    new HashMap<>(snapshot.validators().size() * 2);
            snapshot.validators().forEach(v -> validators.put(v.key(), v));
            Map<String, EndpointView> endpoints = new HashMap<>();
            snapshot.endpoints().forEach(e -> endpoints.put(e.url(), e));
            return new Index(snapshot, validators, endpoints);
        }

        @SuppressWarnings(
                "ReferenceEquality") // the same object is meant: comparing thousands of validators would cost more
        boolean isOf(Snapshot other) {
            return snapshot == other;
        }
    }

    ChainBeans(String chain, Supplier<Snapshot> snapshots, Clock clock, DaemonActions actions, Registry registry) {
        this.chain = chain;
        this.snapshots = snapshots;
        this.clock = clock;
        this.actions = actions;
        this.registry = registry;
    }

    String chain() {
        return chain;
    }

    /** Sequence of the snapshot now shown; null while there is none. */
    Long sequence() {
        Snapshot snapshot = snapshots.get();
        return snapshot == null ? null : (Long) snapshot.sequence();
    }

    /** Registers what is missing and unregisters validators and endpoints the snapshot no longer has. */
    void refresh() {
        add(ObjectNames.node(chain), NODE, () -> NodeBean.of(snapshots.get(), clock));
        add(ObjectNames.sync(chain), SYNC, () -> {
            Snapshot s = snapshots.get();
            return s == null || s.sync() == null ? null : new SnapshotBeans.Sync(s, s.sync(), actions);
        });
        add(ObjectNames.sidechainEpoch(chain), SIDECHAIN_EPOCH, part(Snapshot::sidechainEpoch, this::epoch));
        add(ObjectNames.mainchainEpoch(chain), MAINCHAIN_EPOCH, part(Snapshot::mainchainEpoch, this::epoch));
        add(ObjectNames.committee(chain), COMMITTEE, part(Snapshot::committee, SnapshotBeans.Committee::new));
        add(ObjectNames.network(chain), NETWORK, part(Snapshot::network, SnapshotBeans.Network::new));
        add(ObjectNames.finality(chain), FINALITY, () -> FinalityBean.of(snapshots.get()));
        add(ObjectNames.host(chain), HOST, part(Snapshot::host, SnapshotBeans.Host::new));
        add(ObjectNames.store(chain), STORE, part(Snapshot::store, SnapshotBeans.Store::new));
        Index now = index();
        if (now != null) {
            refreshValidators(now.validators.keySet());
            refreshKeys(now.snapshot);
            refreshEndpoints(now.endpoints.keySet());
        }
    }

    private void refreshValidators(Set<String> keys) {
        for (String key : keys) {
            ObjectName name = validators.computeIfAbsent(key, k -> ObjectNames.validator(chain, k));
            add(name, VALIDATOR, () -> {
                Index now = index();
                ValidatorView view = now == null ? null : now.validators.get(key);
                return view == null ? null : new ValidatorBean(view);
            });
        }
        removeGone(validators, keys);
    }

    private void refreshKeys(Snapshot snapshot) {
        Set<String> ours = new HashSet<>();
        for (ValidatorView validator : snapshot.validators()) {
            if (validator.own() != null) {
                ours.add(validator.key());
            }
        }
        for (String key : ours) {
            ObjectName name = keys.computeIfAbsent(key, k -> ObjectNames.keys(chain, k));
            add(name, KEYS, () -> {
                Index now = index();
                ValidatorView view = now == null ? null : now.validators.get(key);
                return view == null || view.own() == null
                        ? null
                        : new KeysBean(view.own().keys());
            });
        }
        removeGone(keys, ours);
    }

    private void refreshEndpoints(Set<String> urls) {
        for (String url : urls) {
            ObjectName name = endpoints.computeIfAbsent(url, u -> ObjectNames.endpoint(chain, u));
            add(name, ENDPOINT, () -> {
                Index now = index();
                EndpointView view = now == null ? null : now.endpoints.get(url);
                return view == null ? null : new SnapshotBeans.Endpoint(view);
            });
        }
        removeGone(endpoints, urls);
    }

    private void removeGone(Map<String, ObjectName> known, Set<String> present) {
        if (known.size() == present.size()) {
            return; // every present one is known by now
        }
        Iterator<Map.Entry<String, ObjectName>> all = known.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, ObjectName> entry = all.next();
            if (!present.contains(entry.getKey())) {
                registry.remove(entry.getValue());
                all.remove();
            }
        }
    }

    private SnapshotBeans.Epoch epoch(EpochView view) {
        return new SnapshotBeans.Epoch(view, clock);
    }

    /** A bean over one part of the snapshot; null as long as that part is unknown. */
    private <P, B> Supplier<B> part(Function<Snapshot, P> part, Function<P, B> bean) {
        return () -> {
            Snapshot snapshot = snapshots.get();
            P value = snapshot == null ? null : part.apply(snapshot);
            return value == null ? null : bean.apply(value);
        };
    }

    private <I> void add(ObjectName name, BeanType<I> type, Supplier<? extends I> values) {
        if (!registry.has(name)) {
            registry.add(name, new SnapshotBean<>(type, values));
        }
    }

    private Index index() {
        Snapshot snapshot = snapshots.get();
        if (snapshot == null) {
            return null;
        }
        Index known = index;
        if (known == null || !known.isOf(snapshot)) {
            known = Index.of(snapshot);
            index = known;
        }
        return known;
    }
}
