package io.vestibule.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A mail server that fails in one way, named in words such as {@code 550 for the recipient}. */
public final class FaultySmtp implements AutoCloseable {

    private final ServerSocket door;
    private final String fault;

    public FaultySmtp(String fault) {
        this.fault = fault;
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

    private void serve() {
        while (!door.isClosed()) {
            try (Socket client = door.accept()) {
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
        if (fault.equals("closed after the content")) {
            return false;
        }
        say(client, at("for the content", "250 taken"));
        return true;
    }

    private String at(String place, String otherwise) {
        return fault.endsWith(place) ? fault.substring(0, 3) + " as the test wants it" : otherwise;
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
