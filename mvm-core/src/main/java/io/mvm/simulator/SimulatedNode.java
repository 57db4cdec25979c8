package io.mvm.simulator;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * One endpoint of a simulated network: HTTP and WebSocket on one port of the loopback interface. Several nodes may serve one
 * chain. One thread does all its work. Beside a real node's {@code GET /health} there are, on the same port, its page of
 * metrics ({@code /metrics}), that of its host ({@code /host/metrics}), and {@code /simulator/counters}, the same as
 * {@link #counters} for other processes. Safe for any number of threads.
 */
public final class SimulatedNode implements AutoCloseable {
    /** What a Substrate node takes at most by default. */
    static final int MAX_REQUEST_BYTES = 15 << 20;

    static final String METRICS = "/metrics";
    static final String HOST_METRICS = "/host/metrics";

    private static final int WRITE_BUFFER_LOW = 4 << 20;
    private static final int WRITE_BUFFER_HIGH = 32 << 20;

    static {
        // Nothing else here uses Netty. Its start-up chatter would land on the standard output of SimulatorProcess,
        // whose
        // first line is a promise; warnings still reach standard error this way.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    }

    private final SimulatedChain chain;
    private final Counters counters = new Counters();
    private final EventLoopGroup group;
    private final EventLoop loop;
    private final ChannelGroup connections;
    private final Channel server;
    private final RpcService service;
    private final HeadNotifier notifier;
    private final NodeProcess process;
    private final ChainListener listener = this::hear;
    private final JsonBuffer answer = new JsonBuffer(1 << 20);
    private volatile NodeBehaviour behaviour;
    private volatile Heads frozenHeads;

    private SimulatedNode(SimulatedChain chain, int port, NodeBehaviour behaviour) {
        this.chain = chain;
        this.behaviour = behaviour;
        this.frozenHeads = chain.heads();
        BlockJson json = new BlockJson(chain.forge());
        service = new RpcService(chain, json, counters);
        process = new NodeProcess(chain);
        notifier = new HeadNotifier(chain, json, look().heads());
        group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("simulated-node", true), NioIoHandler.newFactory());
        loop = group.next();
        connections = new DefaultChannelGroup(loop);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(WRITE_BUFFER_LOW, WRITE_BUFFER_HIGH))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(MAX_REQUEST_BYTES))
                                .addLast(new NodeHandler(SimulatedNode.this));
                    }
                });
        try {
            server = bootstrap
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .syncUninterruptibly()
                    .channel();
        } catch (RuntimeException e) {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
            throw e;
        }
        chain.listen(listener);
    }

    /**
     * Opens the port and serves.
     *
     * @param port 0 for any free one
     */
    public static SimulatedNode start(SimulatedChain chain, int port, NodeBehaviour behaviour) {
        return new SimulatedNode(chain, port, behaviour);
    }

    /** A healthy archive node on any free port. */
    public static SimulatedNode start(SimulatedChain chain) {
        return start(chain, 0, NodeBehaviour.healthy());
    }

    /** The port. */
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Such as {@code http://127.0.0.1:40123}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The same place as {@code ws://}. */
    public URI webSocketUrl() {
        return URI.create("ws://127.0.0.1:" + port());
    }

    /** Its own page of metrics, which a real node serves on another port. */
    public URI metricsUrl() {
        return url().resolve(METRICS);
    }

    /** The page of its host's node_exporter. */
    public URI hostMetricsUrl() {
        return url().resolve(HOST_METRICS);
    }

    /** The chain it serves. */
    public SimulatedChain chain() {
        return chain;
    }

    /** How it behaves now. */
    public NodeBehaviour behaviour() {
        return behaviour;
    }

    /** Behaves otherwise from the next request on; going offline cuts every open connection. */
    public synchronized void behave(NodeBehaviour changed) {
        if (changed.frozen() && !behaviour.frozen()) {
            frozenHeads = chain.heads();
        }
        boolean gone = changed.offline() && !behaviour.offline();
        behaviour = changed;
        hear(null, chain.heads());
        if (gone) {
            dropConnections();
        }
    }

    /** Changes some of its behaviour, from the next request on. */
    public synchronized void change(UnaryOperator<NodeBehaviourBuilder> change) {
        behave(change.apply(behaviour.toBuilder()).build());
    }

    /** What it was asked for. */
    public Counters counters() {
        return counters;
    }

    /** Cuts every open connection now; new ones are welcome. */
    public void dropConnections() {
        connections.close().awaitUninterruptibly();
    }

    /** The process ends and begins anew: connections are cut, and its page of metrics counts from nothing. */
    public void restart() {
        process.restart();
        dropConnections();
    }

    /** Connections open now. */
    public int openConnections() {
        return connections.size();
    }

    /** Closes the port and every connection; the chain goes on. */
    @Override
    public void close() {
        chain.unlisten(listener);
        server.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    RpcService service() {
        return service;
    }

    NodeProcess process() {
        return process;
    }

    HeadNotifier notifier() {
        return notifier;
    }

    ChannelGroup connections() {
        return connections;
    }

    /** The buffer in which the event loop makes its answers. */
    JsonBuffer answer() {
        return answer;
    }

    NodeLook look() {
        return look(chain.heads());
    }

    private NodeLook look(Heads chainHeads) {
        NodeBehaviour now = behaviour;
        Heads heads = now.frozen() ? frozenHeads : chainHeads;
        return new NodeLook(chain, now, NodeLook.behind(chain, heads, now.lag()));
    }

    private void hear(SimulatedBlock announced, Heads heads) {
        // What the node knew and how it behaved is taken now, whenever its thread comes to it.
        NodeLook look = look(heads);
        process.heard(announced, heads, look.behaviour());
        try {
            loop.execute(() -> notifier.heard(announced, look));
        } catch (RejectedExecutionException e) {
            // The node is closing: nobody is left to be told.
            chain.unlisten(listener);
        }
    }
}
