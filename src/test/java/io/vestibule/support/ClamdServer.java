package io.vestibule.support;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A virus scanner that speaks clamd's protocol to the byte: {@code zPING}, {@code zINSTREAM} with chunks behind their
 * length in network order and an empty one at the end. What it does with a file, words in the file say.
 */
public final class ClamdServer implements AutoCloseable {

    /** It finds {@code Test.Virus} in a file with these words. */
    public static final String VIRUS = "vestibule-test-virus";

    /** It hangs up at a file with these words. */
    public static final String HANGS_UP = "vestibule-test-hang-up";

    /** It says nothing about a file with these words. */
    public static final String SILENT = "vestibule-test-silence";

    private static final int LARGEST = 26_214_400;

    private final ServerSocket socket;
    private final AtomicInteger scansLeft = new AtomicInteger(Integer.MAX_VALUE);

    public ClamdServer() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("clamd").start(this::serve);
    }

    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** It scans that often, and from then on hangs up whatever it is asked. */
    public void scanOnly(int times) {
        scansLeft.set(times);
    }

    public void scanAgain() {
        scansLeft.set(Integer.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> talk(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void talk(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            String answer = answer(command(in), in);
            if (answer.equals(SILENT)) {
                in.read();
            } else if (!answer.isEmpty()) {
                client.getOutputStream().write((answer + "\0").getBytes(StandardCharsets.US_ASCII));
                client.getOutputStream().flush();
            }
        } catch (IOException gone) {
            // The other side hung up: its own affair
        }
    }

    private static String command(DataInputStream in) throws IOException {
        StringBuilder command = new StringBuilder();
        for (int letter = in.read(); letter > 0; letter = in.read()) {
            command.append((char) letter);
        }
        return command.toString();
    }

    private String answer(String command, DataInputStream in) throws IOException {
        return switch (command) {
            case "zPING" -> scansLeft.get() > 0 ? "PONG" : "";
            case "zINSTREAM" -> scansLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? verdict(in) : "";
            default -> "UNKNOWN COMMAND";
        };
    }

    private static String verdict(DataInputStream in) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int length = in.readInt(); length != 0; length = in.readInt()) {
            if (length < 0 || file.size() + length > LARGEST) {
                return "INSTREAM size limit exceeded. ERROR";
            }
            byte[] chunk = in.readNBytes(length);
            if (chunk.length < length) {
                throw new EOFException("A chunk is shorter than it says");
            }
            file.write(chunk);
        }
        String content = file.toString(StandardCharsets.ISO_8859_1);
        if (content.contains(SILENT)) {
            return SILENT;
        }
        if (content.contains(HANGS_UP)) {
            return "";
        }
        return content.contains(VIRUS) ? "stream: Test.Virus FOUND" : "stream: OK";
    }
}
