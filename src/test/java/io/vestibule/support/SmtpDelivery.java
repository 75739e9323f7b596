package io.vestibule.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Speaks just enough SMTP to hand over bytes unchanged, broken mails included; a mail library would mend them. */
final class SmtpDelivery {

    private final int port;

    SmtpDelivery(int port) {
        this.port = port;
    }

    void send(String from, List<String> recipients, byte[] mail) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                var in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.setSoTimeout(60_000);
            var out = socket.getOutputStream();
            expect(in, "220");
            say(out, in, "EHLO test.example", "250");
            say(out, in, "MAIL FROM:<" + from + ">", "250");
            for (var recipient : recipients) {
                say(out, in, "RCPT TO:<" + recipient + ">", "250");
            }
            say(out, in, "DATA", "354");
            out.write(stuffed(mail));
            say(out, in, "\r\n.", "250");
            say(out, in, "QUIT", "221");
        } catch (IOException e) {
            throw new UncheckedIOException("The mail server at port " + port + " did not take the mail", e);
        }
    }

    private static void say(OutputStream out, BufferedReader in, String line, String wanted) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        expect(in, wanted);
    }

    private static void expect(BufferedReader in, String wanted) throws IOException {
        var line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        if (line == null || !line.startsWith(wanted)) {
            throw new IOException("Expected " + wanted + " but the server said: " + line);
        }
    }

    /** A line that begins with a dot gets a second one, as SMTP asks. */
    private static byte[] stuffed(byte[] mail) {
        var text = new String(mail, StandardCharsets.ISO_8859_1);
        var stuffed = text.startsWith(".") ? "." + text : text;
        return stuffed.replace("\n.", "\n..").getBytes(StandardCharsets.ISO_8859_1);
    }
}
