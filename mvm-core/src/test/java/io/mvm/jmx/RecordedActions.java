package io.mvm.jmx;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what it was asked, and answers with it; fails as told. */
final class RecordedActions implements DaemonActions {
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile RuntimeException failure;

    private String note(String what) {
        if (failure != null) {
            throw failure;
        }
        asked.add(what);
        return "did " + what + ".";
    }

    @Override
    public String reloadConfig() {
        return note("reload");
    }

    @Override
    public String pauseSync() {
        return note("pause");
    }

    @Override
    public String resumeSync() {
        return note("resume");
    }

    @Override
    public String startMaintenance(String length, String reason) {
        return note("maintenance " + length + " '" + reason + "'");
    }

    @Override
    public String endMaintenance() {
        return note("end of maintenance");
    }

    @Override
    public String backfill(long from, long to) {
        return note("backfill " + from + " to " + to);
    }

    @Override
    public String stop() {
        return note("stop");
    }
}
