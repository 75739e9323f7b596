package io.vestibule.platform.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with clamd: a command, perhaps a stream of bytes, and its answer. The whole of it ends within the
 * patience, whatever the other side does.
 */
final class ClamdCall {

    private static final String UNIX = "unix:";
    private static final int CHUNK = 64 * 1024;
    private static final int LONGEST_ANSWER = 4_096;

    private final String address;
    private final Duration patience;

    ClamdCall(String address, Duration patience) {
        this.address = address;
        this.patience = patience;
    }

    /** @throws IOException when there is no answer in time; its message is fit for people */
    String ping() throws IOException {
        return inTime(channel -> {
            write(channel, command("PING"));
            return answer(channel);
        });
    }

    /** @throws IOException when there is no answer in time; its message is fit for people */
    String scan(byte[] content) throws IOException {
        return inTime(channel -> {
            try {
                write(channel, command("INSTREAM"));
                for (int from = 0; from < content.length; from += CHUNK) {
                    int length = Math.min(CHUNK, content.length - from);
                    write(channel, ByteBuffer.allocate(4).putInt(length).flip());
                    write(channel, ByteBuffer.wrap(content, from, length));
                }
                write(channel, ByteBuffer.allocate(4));
            } catch (IOException hungUp) {
                return lastWords(channel, hungUp);
            }
            return answer(channel);
        });
    }

    /** clamd hangs up at what is too large, but says so before. */
    private static String lastWords(SocketChannel channel, IOException hungUp) throws IOException {
        try {
            return answer(channel);
        } catch (IOException silent) {
            hungUp.addSuppressed(silent);
            throw hungUp;
        }
    }

    /** What is said on an open connection. */
    private interface Talk {
        String with(SocketChannel channel) throws IOException;
    }

    private String inTime(Talk talk) throws IOException {
        SocketAddress target = target();
        boolean unix = target instanceof UnixDomainSocketAddress;
        try (SocketChannel channel = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
                Hangup hangup = new Hangup(channel)) {
            Future<String> answer = hangup.thread().submit(() -> {
                channel.connect(target);
                return talk.with(channel);
            });
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            throw new IOException("it did not answer within " + patience.toSeconds() + " s", slow);
        } catch (ExecutionException failed) {
            throw new IOException(reason(failed.getCause()), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("the product is being stopped", stopped);
        }
    }

    /** Closing the channel ends what the thread waits for, so that this never waits itself. */
    private record Hangup(SocketChannel channel, ExecutorService thread) implements AutoCloseable {

        Hangup(SocketChannel channel) {
            this(channel, Executors.newVirtualThreadPerTaskExecutor());
        }

        @Override
        public void close() throws IOException {
            channel.close();
            thread.close();
        }
    }

    private static String reason(@Nullable Throwable cause) {
        String words = cause == null ? null : cause.getMessage();
        return words == null ? "the connection broke" : words;
    }

    private SocketAddress target() throws IOException {
        if (address.startsWith(UNIX)) {
            return UnixDomainSocketAddress.of(address.substring(UNIX.length()));
        }
        int colon = address.lastIndexOf(':');
        InetSocketAddress target =
                new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        if (target.isUnresolved()) {
            throw new IOException("there is no host " + target.getHostString());
        }
        return target;
    }

    private static ByteBuffer command(String name) {
        return ByteBuffer.wrap(("z" + name + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String answer(SocketChannel channel) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate(LONGEST_ANSWER);
        while (answer.size() < LONGEST_ANSWER && channel.read(piece.clear()) >= 0) {
            answer.write(piece.array(), 0, piece.position());
            if (piece.position() > 0 && piece.get(piece.position() - 1) == 0) {
                break;
            }
        }
        String words = answer.toString(StandardCharsets.UTF_8).replace("\0", "").strip();
        if (words.isEmpty()) {
            throw new IOException("it hung up without an answer");
        }
        return words;
    }
}
