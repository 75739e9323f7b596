package io.vestibule.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * In front of a real IMAP server: hands everything on, or fails in one way, named in words such as {@code NO at sign-in}.
 * A new fault ends the connections that are open.
 */
public final class FaultyImap implements AutoCloseable {

    public static final String NONE = "none";
    private static final int SOME_BYTES = 300;

    private final ServerSocket door;
    private final int realPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final Queue<String> commands = new ConcurrentLinkedQueue<>();
    private volatile String fault = NONE;

    public FaultyImap(int realPort) {
        this.realPort = realPort;
        try {
            door = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    public int port() {
        return door.getLocalPort();
    }

    public void fail(String how) {
        fault = how;
        open.forEach(FaultyImap::end);
    }

    private void serve() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                open.add(client);
                calls.incrementAndGet();
                Thread.ofVirtual().start(() -> converse(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket client) {
        try (client) {
            switch (fault) {
                case "closed before the greeting" -> {}
                case "BYE as greeting" -> say(client, "* BYE too busy");
                case "never answers" -> keepWaiting(client);
                case "another protocol" -> say(client, "220 mail.example ESMTP");
                case "NO at sign-in" -> refuseSignIn(client);
                default -> handOn(client);
            }
        } catch (IOException broken) {
            // the client's end of a conversation that was broken on purpose
        } finally {
            open.remove(client);
        }
    }

    private void keepWaiting(Socket client) throws IOException {
        waiting.incrementAndGet();
        try {
            client.getInputStream().readAllBytes();
        } finally {
            waiting.decrementAndGet();
        }
    }

    /** Connections that were ever made. */
    public int calls() {
        return calls.get();
    }

    /** How often the real server was given a command with this word in it. */
    public long commands(String word) {
        return commands.stream().filter(command -> command.contains(word)).count();
    }

    /** Callers that are not answered. */
    public int waiting() {
        return waiting.get();
    }

    private static void refuseSignIn(Socket client) throws IOException {
        say(client, "* OK ready");
        BufferedReader in = lines(client);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String tag = line.split(" ", 2)[0];
            if (line.toUpperCase(Locale.ROOT).contains("CAPABILITY")) {
                say(client, "* CAPABILITY IMAP4rev1\r\n" + tag + " OK done");
            } else {
                say(client, tag + " NO [AUTHENTICATIONFAILED] as the test wants it");
            }
        }
    }

    private void handOn(Socket client) throws IOException {
        try (Socket real = new Socket(InetAddress.getLoopbackAddress(), realPort)) {
            open.add(real);
            Answers answers = new Answers(real, client);
            Thread.ofVirtual().start(answers);
            BufferedReader in = lines(client);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String command = line.toUpperCase(Locale.ROOT);
                if (fault.equals("closed after sign-in") && command.matches("\\S+ (SELECT|EXAMINE).*")) {
                    return;
                }
                commands.add(command);
                answers.cutOff = fault.equals("cut off in a mail") && command.contains("BODY");
                say(real, line);
            }
            open.remove(real);
        }
    }

    /** What the real server says, to the client; on demand only the beginning of it. */
    private static final class Answers implements Runnable {
        private final Socket from;
        private final Socket to;
        private volatile boolean cutOff;

        Answers(Socket from, Socket to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public void run() {
            byte[] some = new byte[SOME_BYTES];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int got = in.read(some); got >= 0; got = in.read(some)) {
                    out.write(some, 0, got);
                    if (cutOff) {
                        return;
                    }
                }
            } catch (IOException broken) {
                // the other end has gone
            }
        }
    }

    private static BufferedReader lines(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    private static void say(Socket to, String line) throws IOException {
        to.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        to.getOutputStream().flush();
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(FaultyImap::end);
    }
}
