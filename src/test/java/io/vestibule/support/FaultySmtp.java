package io.vestibule.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A mail server that fails in one way, named in words such as {@code 550 for the recipient}. Talks with one client at a
 * time.
 */
public final class FaultySmtp implements AutoCloseable {

    /** So long it says nothing where it is slow. */
    public static final Duration LONG = Duration.ofSeconds(2);

    private final ServerSocket door;
    private final String fault;
    private final int well;
    private final AtomicInteger conversations = new AtomicInteger();
    private final AtomicInteger contents = new AtomicInteger();
    private final AtomicInteger goodbyes = new AtomicInteger();

    public FaultySmtp(String fault) {
        this(fault, 0);
    }

    /** @param well so many mails it takes before it fails */
    public FaultySmtp(String fault, int well) {
        this.fault = fault;
        this.well = well;
        try {
            door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            if (fault.equals("connection refused")) {
                door.close();
            } else {
                Thread.ofVirtual().start(this::serve);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return door.getLocalPort();
    }

    /** How often somebody connected. */
    public int conversations() {
        return conversations.get();
    }

    /** How many mails came whole, whatever became of them. */
    public int contents() {
        return contents.get();
    }

    /** How often somebody left as one should. */
    public int goodbyes() {
        return goodbyes.get();
    }

    private void serve() {
        while (!door.isClosed()) {
            try (Socket client = door.accept()) {
                conversations.incrementAndGet();
                converse(client);
            } catch (IOException gone) {
                continue; // the client's end of a broken conversation, or our own close
            }
        }
    }

    private void converse(Socket client) throws IOException {
        if (fault.equals("closed before the greeting")) {
            return;
        }
        beSlow("before the greeting");
        say(client, at("as greeting", "220 ready"));
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            say(client, answer(verb));
            if (verb.equals("DATA") && !content(client, in)) {
                return;
            }
        }
    }

    private String answer(String verb) {
        return switch (verb) {
            case "QUIT" -> "221 goodbye " + goodbyes.incrementAndGet();
            case "EHLO" -> "250-faulty\r\n250 AUTH PLAIN LOGIN";
            case "AUTH" -> at("at sign-in", "235 welcome");
            case "MAIL" -> at("for the sender", "250 fine");
            case "RCPT" -> at("for the recipient", "250 fine");
            case "DATA" -> "354 go on";
            default -> "250 fine";
        };
    }

    /** @return false when the connection is to be closed without an answer */
    private boolean content(Socket client, BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && !line.equals(".")) {
            line = in.readLine();
        }
        boolean fails = fails();
        contents.incrementAndGet();
        if (fails && fault.equals("closed after the content")) {
            return false;
        }
        beSlow("after the content");
        say(client, fails ? at("for the content", "250 taken") : "250 taken");
        return !fault.equals("closed after the mail");
    }

    private void beSlow(String where) {
        if (fault.equals("slow " + where)) {
            LockSupport.parkNanos(LONG.toNanos());
        }
    }

    private boolean fails() {
        return contents.get() >= well;
    }

    private String at(String place, String otherwise) {
        return fails() && fault.endsWith(place) ? fault.substring(0, 3) + " as the test wants it" : otherwise;
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
