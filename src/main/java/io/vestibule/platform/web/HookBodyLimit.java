package io.vestibule.platform.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the body of a webhook up to the limit and hands it on as the bytes that were sent. A longer one is answered 413
 * whatever its Content-Length says, one that comes too slowly 408. Reading here also keeps the container from parsing form bodies, whose bytes are
 * signed.
 */
class HookBodyLimit extends OncePerRequestFilter {

    private static final int PIECE = 16 * 1024;

    private final int limit;
    private final Slowest slowest;

    HookBodyLimit(long limit) {
        this(limit, Slowest.USUAL);
    }

    HookBodyLimit(long limit, Slowest slowest) {
        this.limit = Math.toIntExact(limit);
        this.slowest = slowest;
    }

    /** How slow a sender may be, since it takes a place among all that are received at once. */
    record Slowest(Duration atLeast, long bytesPerSecond) {

        private static final Slowest USUAL = new Slowest(Duration.ofSeconds(15), 50_000);

        private Duration longest(long bytes) {
            return atLeast.plusSeconds(bytes / bytesPerSecond);
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > limit) {
            refuse(response);
            return;
        }
        Optional<byte[]> body = read(request);
        if (body.isEmpty()) {
            refuseSlow(response);
        } else if (body.get().length > limit) {
            refuse(response);
        } else {
            chain.doFilter(new ReadRequest(request, body.get()), response);
        }
    }

    /** Up to a piece more than the limit; empty when it took too long. */
    private Optional<byte[]> read(HttpServletRequest request) throws IOException {
        long announced = request.getContentLengthLong();
        long longest = slowest.longest(announced < 0 ? limit : announced).toNanos();
        long begun = System.nanoTime();
        InputStream stream = request.getInputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[announced < 0 ? PIECE : (int) Math.min(PIECE, announced + 1)];
        int count = stream.read(piece);
        while (count >= 0 && body.size() <= limit) {
            body.write(piece, 0, count);
            if (body.size() != announced && System.nanoTime() - begun > longest) {
                return Optional.empty();
            }
            count = stream.read(piece);
        }
        return Optional.of(body.toByteArray());
    }

    private void refuseSlow(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.CONNECTION, "close");
        new Problem(
                        HttpStatus.REQUEST_TIMEOUT,
                        "The body came too slowly.",
                        "Nothing was stored. Send it again, all at once.")
                .write(response);
    }

    private void refuse(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.CONNECTION, "close"); // the rest of the body is not worth reading
        new Problem(
                        HttpStatus.PAYLOAD_TOO_LARGE,
                        "The body is longer than " + limit + " bytes.",
                        "Send less in one call, or ask the firm to raise vestibule.hooks.max-body.")
                .write(response);
    }

    /** The request with its body in memory. */
    private static final class ReadRequest extends HttpServletRequestWrapper {

        private final ByteArrayInputStream body;

        ReadRequest(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = new ByteArrayInputStream(body);
        }

        /** The header still tells; this is what frameworks go by when they take bodies apart before anyone asked. */
        @Override
        public String getContentType() {
            return "application/octet-stream";
        }

        @Override
        public ServletInputStream getInputStream() {
            return new BytesInputStream(body);
        }

        @Override
        public BufferedReader getReader() {
            String encoding = getCharacterEncoding();
            Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
            return new BufferedReader(new InputStreamReader(body, charset));
        }
    }

    private static final class BytesInputStream extends ServletInputStream {

        private final ByteArrayInputStream bytes;

        BytesInputStream(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("The body is in memory already: read it");
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return bytes.read(buffer, offset, length);
        }
    }
}
