package io.mvm.simulator;

import io.mvm.simulator.NodeBehaviour.FailureKind;
import io.mvm.simulator.Seeded.Purpose;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection: HTTP requests, or, once upgraded, WebSocket messages. Goes wrong where the node's behaviour says so. */
@SuppressWarnings("FutureReturnValueIgnored") // Whether a peer still reads is seen by its channel, not by each write.
final class NodeHandler extends SimpleChannelInboundHandler<Object> {
    private static final Logger LOG = LoggerFactory.getLogger(NodeHandler.class);
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final String GARBAGE = "<html><body>502 Bad Gateway</body></html>";

    private final SimulatedNode node;
    private Session session = new Session(false);
    private WebSocketServerHandshaker handshaker;

    NodeHandler(SimulatedNode node) {
        this.node = node;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        node.counters().connection();
        if (node.behaviour().offline()) {
            ctx.close();
            return;
        }
        node.connections().add(ctx.channel());
        ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        node.notifier().remove(ctx.channel());
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            // A client that goes away is no news; anything else is a mistake here, and must be seen.
            LOG.error("simulated node: connection failed, closing it", cause);
        }
        ctx.close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Object message) {
        if (message instanceof FullHttpRequest request) {
            http(ctx, request);
        } else if (message instanceof TextWebSocketFrame frame) {
            serve(ctx, ByteBufUtil.getBytes(frame.content()), true, true);
        } else if (message instanceof PingWebSocketFrame ping) {
            ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        } else if (message instanceof CloseWebSocketFrame close) {
            handshaker.close(ctx.channel(), close.retain());
        } else if (message instanceof BinaryWebSocketFrame) {
            ctx.close();
        }
    }

    private void http(ChannelHandlerContext ctx, FullHttpRequest request) {
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        if (request.method().equals(HttpMethod.POST)) {
            serve(ctx, ByteBufUtil.getBytes(request.content()), false, keepAlive);
        } else if (request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            upgrade(ctx, request);
        } else if (request.uri().startsWith("/health")) {
            JsonBuffer out = new JsonBuffer(100);
            SystemMethods.health(node.behaviour(), out);
            respond(ctx, HttpResponseStatus.OK, body(ctx, out, out.length()), keepAlive);
        } else if (request.uri().equals("/simulator/counters")) {
            JsonBuffer out = counters();
            respond(ctx, HttpResponseStatus.OK, body(ctx, out, out.length()), keepAlive);
        } else if (request.uri().equals(SimulatedNode.METRICS)) {
            NodeLook look = node.look();
            page(
                    ctx,
                    look.behaviour().metricsPage()
                            ? MetricsPages.node(look, node.process().totals())
                            : null,
                    keepAlive);
        } else if (request.uri().equals(SimulatedNode.HOST_METRICS)) {
            page(
                    ctx,
                    node.behaviour().hostPage() ? MetricsPages.host(node.chain().nowMs()) : null,
                    keepAlive);
        } else {
            respond(ctx, HttpResponseStatus.METHOD_NOT_ALLOWED, text("Used HTTP Method is not allowed."), keepAlive);
        }
    }

    private static void page(ChannelHandlerContext ctx, String page, boolean keepAlive) {
        if (page == null) {
            respond(ctx, HttpResponseStatus.NOT_FOUND, text("Not found."), keepAlive);
        } else {
            respond(ctx, HttpResponseStatus.OK, text(page), METRICS_TYPE, keepAlive);
        }
    }

    private void upgrade(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (!node.behaviour().webSocket()) {
            respond(ctx, HttpResponseStatus.FORBIDDEN, text("WebSocket connections are not allowed."), false);
            return;
        }
        handshaker = new WebSocketServerHandshakerFactory(
                        node.webSocketUrl().toString(), null, false, SimulatedNode.MAX_REQUEST_BYTES)
                .newHandshaker(request);
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(ctx.channel());
            return;
        }
        session = new Session(true);
        node.notifier().add(ctx.channel(), session);
        handshaker.handshake(ctx.channel(), request);
        ctx.pipeline().addBefore(ctx.name(), null, new WebSocketFrameAggregator(SimulatedNode.MAX_REQUEST_BYTES));
    }

    private void serve(ChannelHandlerContext ctx, byte[] request, boolean webSocket, boolean keepAlive) {
        node.counters().request();
        long nanos = node.behaviour().latency().toNanos();
        Runnable work = () -> answer(ctx, request, webSocket, keepAlive);
        if (nanos > 0) {
            ctx.executor().schedule(work, nanos, TimeUnit.NANOSECONDS);
        } else {
            work.run();
        }
    }

    private void answer(ChannelHandlerContext ctx, byte[] request, boolean webSocket, boolean keepAlive) {
        NodeLook look = node.look();
        FailureKind failure = failure(look.behaviour());
        if (failure == FailureKind.NEVER) {
            return;
        }
        if (failure == FailureKind.CLOSE) {
            ctx.close();
            return;
        }
        if (failure == FailureKind.HTTP_503 || failure == FailureKind.HTTP_429) {
            if (webSocket) {
                ctx.close();
            } else {
                respond(
                        ctx,
                        failure == FailureKind.HTTP_503
                                ? HttpResponseStatus.SERVICE_UNAVAILABLE
                                : HttpResponseStatus.TOO_MANY_REQUESTS,
                        text("Too busy"),
                        keepAlive);
            }
            return;
        }
        JsonBuffer out = node.answer();
        out.clear();
        node.service().answer(request, request.length, session, look, failure == FailureKind.INTERNAL_ERROR, out);
        int length = failure == FailureKind.TRUNCATED_JSON ? out.length() / 2 : out.length();
        ByteBuf body = failure == FailureKind.GARBAGE ? text(GARBAGE) : body(ctx, out, length);
        if (!webSocket) {
            respond(ctx, HttpResponseStatus.OK, body, keepAlive);
        } else if (body.isReadable()) {
            ctx.writeAndFlush(new TextWebSocketFrame(body));
            node.notifier().greet(ctx.channel(), session, look);
        } else {
            body.release();
        }
    }

    private FailureKind failure(NodeBehaviour behaviour) {
        Seeded seeded = node.chain().seeded();
        long index = node.service().nextRequest();
        if (behaviour.failureKinds().isEmpty() || !seeded.chance(Purpose.FAULT, index, behaviour.failureRate())) {
            return null;
        }
        List<FailureKind> kinds = new ArrayList<>(behaviour.failureKinds());
        Collections.sort(kinds);
        return kinds.get(seeded.below(Purpose.FAULT, ~index, kinds.size()));
    }

    private JsonBuffer counters() {
        Counters counters = node.counters();
        JsonBuffer out = new JsonBuffer(1000);
        out.raw("{\"requests\":").number(counters.requests()).raw(",\"calls\":").number(counters.calls());
        out.raw(",\"connections\":").number(counters.connections()).raw(",\"methods\":{");
        boolean first = true;
        for (Map.Entry<String, Long> entry : counters.callsByMethod().entrySet()) {
            out.comma(first).text(entry.getKey()).raw(':').number(entry.getValue());
            first = false;
        }
        out.raw("}}");
        return out;
    }

    private static void respond(ChannelHandlerContext ctx, HttpResponseStatus status, ByteBuf body, boolean keepAlive) {
        respond(ctx, status, body, "application/json; charset=utf-8", keepAlive);
    }

    private static void respond(
            ChannelHandlerContext ctx, HttpResponseStatus status, ByteBuf body, String type, boolean keepAlive) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        if (keepAlive) {
            ctx.writeAndFlush(response);
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static ByteBuf body(ChannelHandlerContext ctx, JsonBuffer out, int length) {
        return ctx.alloc().buffer(length).writeBytes(out.array(), 0, length);
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
}
