package io.vestibule.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One keep-alive connection with at most one request on it. Reads just enough HTTP/1.1 to know where an answer ends, and
 * connects anew when the server has closed.
 */
final class Wire {

    private static final int SPACE = 64 * 1024;
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)");

    private final InetSocketAddress target;
    private final Selector selector;
    private final ByteBuffer in = ByteBuffer.allocate(SPACE);
    private @Nullable SocketChannel channel;
    private int shot = -1;
    private long leftAt;

    Wire(InetSocketAddress target, Selector selector) {
        this.target = target;
        this.selector = selector;
    }

    int shot() {
        return shot;
    }

    boolean busySince(long time) {
        return shot >= 0 && leftAt <= time;
    }

    void send(int index, Shot request, long now) throws IOException {
        shot = index;
        leftAt = now;
        in.clear();
        SocketChannel open = channel == null ? connect() : channel;
        ByteBuffer out = ByteBuffer.wrap(request.wire());
        while (out.hasRemaining()) {
            open.write(out);
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel open = SocketChannel.open(target);
        open.setOption(StandardSocketOptions.TCP_NODELAY, true);
        open.configureBlocking(false);
        open.register(selector, SelectionKey.OP_READ, this);
        channel = open;
        return open;
    }

    /** @return the status of a complete answer, 0 while there is none */
    int read() throws IOException {
        SocketChannel open = channel;
        if (open == null) {
            return 0;
        }
        int got = open.read(in);
        if (got < 0) {
            close();
            if (shot >= 0) {
                throw new IOException("closed before the answer");
            }
            return 0;
        }
        return shot < 0 ? 0 : complete();
    }

    private int complete() throws IOException {
        String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return 0;
        }
        String headers = text.substring(0, head + 2).toLowerCase(Locale.ROOT);
        Matcher length = LENGTH.matcher(headers);
        boolean whole = length.find()
                ? text.length() >= head + 4 + Integer.parseInt(length.group(1))
                : !headers.contains("\r\ntransfer-encoding: chunked") || text.endsWith("0\r\n\r\n");
        if (!whole) {
            return 0;
        }
        shot = -1;
        if (headers.contains("\r\nconnection: close")) {
            close();
        }
        int status = Integer.parseInt(text, 9, 12, 10);
        if (status == 503 && !headers.contains("\r\nretry-after:")) {
            throw new IOException("HTTP 503 without Retry-After");
        }
        return status;
    }

    void abandon() throws IOException {
        shot = -1;
        close();
    }

    void close() throws IOException {
        SocketChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
