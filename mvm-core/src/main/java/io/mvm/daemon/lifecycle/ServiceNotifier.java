package io.mvm.daemon.lifecycle;

/**
 * Tells whoever started the process, such as systemd, how it is. Every method returns at once, never throws, and may be called by
 * any thread and as often as one likes: what nobody asked to hear is not sent.
 */
public interface ServiceNotifier {
    /** Tells nobody. */
    ServiceNotifier NONE = new ServiceNotifier() {
        @Override
        public void ready() {}

        @Override
        public void status(String line) {}

        @Override
        public void reloading() {}

        @Override
        public void stopping() {}

        @Override
        public void watchdog() {}
    };

    /** The process can be asked now; also ends what {@link #reloading} began. The node need not have answered yet. */
    void ready();

    /** How it is, in one line for people. */
    void status(String line);

    /** The configuration is being read anew. */
    void reloading();

    /** It ends. */
    void stopping();

    /** The loop moves: called about once a second while it does, and not at all while it hangs. */
    void watchdog();
}
