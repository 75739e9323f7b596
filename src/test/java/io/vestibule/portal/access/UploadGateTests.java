package io.vestibule.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.id.Ids;
import io.vestibule.platform.security.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.PortalTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A form with files is looked at before it is read. */
class UploadGateTests extends PortalTest {

    private static final long TOO_LARGE = 300L * 1024 * 1024;

    @Autowired
    private ApplicationContext context;

    @Test
    void aStrangersFilesAreNotTaken() throws IOException {
        String answer = announced("/sign-in", "", TOO_LARGE);

        assertThat(answer).startsWith("HTTP/1.1 302").contains("Location: ").contains("/sign-in");
    }

    @Test
    void whoSendsTooMuchIsToldSo() throws IOException {
        Cast cast = new Cast(context, browser());
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));

        assertThat(announced("/portal/requests/new", "vestibule=" + staff.session(), TOO_LARGE))
                .startsWith("HTTP/1.1 413")
                .contains("200 MB together")
                .contains("what you typed is still there");
    }

    @Test
    void whatIsSmallEnoughIsTaken() {
        UUID acme = Ids.next();
        portalDatabase
                .sql("insert into portal.client (id, name) values (?, 'Acme')")
                .param(acme)
                .update();
        Cast cast = new Cast(context, browser());
        Browser tom = cast.signIn(cast.person(acme, Role.CLIENT_MEMBER));
        tom.get("/portal/requests/new");

        assertThat(tom.upload(
                                "/portal/requests/new",
                                Map.of("subject", "With a file", "text", "x"),
                                "a.txt",
                                new byte[1_500_000])
                        .location())
                .startsWith("/portal/requests/REQ-");
    }

    /** What is answered to the head of a form, before any of its body. */
    private String announced(String path, String session, long length) throws IOException {
        URI product = URI.create(url(path));
        try (Socket socket = new Socket(product.getHost(), product.getPort())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + path + " HTTP/1.1\r\nHost: " + product.getHost() + "\r\nAccept: text/html\r\nCookie: "
                            + session + "\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: " + length
                            + "\r\n\r\n--x\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return upTo(socket.getInputStream(), "</html>");
        }
    }

    private static String upTo(InputStream in, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        byte[] some = new byte[8192];
        for (int count = in.read(some); count >= 0; count = in.read(some)) {
            read.append(new String(some, 0, count, StandardCharsets.UTF_8));
            if (read.indexOf(end) >= 0 || read.indexOf("302") >= 0 && read.indexOf("\r\n\r\n") >= 0) {
                break;
            }
        }
        return read.toString();
    }
}
