package io.vestibule.hub.connector;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/** Step of the route {@code call-vendor}: reads the answer whole, but never more or longer than a vendor needs. */
@Component("vendorAnswerBody")
class AnswerBody implements Processor {

    static final int LIMIT = 5 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CHUNK = 16 * 1024;

    /** The answer is larger than the limit; the rest was not read. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("the answer is larger than " + LIMIT / 1024 / 1024 + " MB");
        }
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        Object body = exchange.getMessage().getBody();
        if (body instanceof InputStream stream) {
            try (stream) {
                exchange.getMessage().setBody(read(stream));
            }
        }
    }

    private static byte[] read(InputStream stream) throws IOException {
        long begun = System.nanoTime();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int got = stream.read(chunk); got >= 0; got = stream.read(chunk)) {
            whole.write(chunk, 0, got);
            if (whole.size() > LIMIT) {
                throw new TooLarge();
            }
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new SocketTimeoutException("the answer took longer than " + PATIENCE.toSeconds() + " s");
            }
        }
        return whole.toByteArray();
    }
}
