package io.vestibule.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailServerTests {

    private final MailServer server = MailServer.onRandomPorts();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void deliversASubaddressToThePlainMailbox() throws Exception {
        server.addMailbox("firm@firm.example", "secret");

        server.send(TestMail.from("Tom <tom@acme.example>")
                .to("Firm+key-1@firm.example")
                .subject("Größe")
                .text("Hello\n.\nthere"));

        assertThat(server.mailsOf("firm@firm.example")).singleElement().satisfies(mail -> {
            assertThat(mail.getSubject()).isEqualTo("Größe");
            assertThat((String) mail.getContent()).contains("Hello\r\n.\r\nthere");
        });
        assertThat(server.mailsOf("firm+key-1@firm.example")).isEmpty();
    }

    @Test
    void keepsTheSubaddressesOfOneAddressApartWhenToldSo() {
        server.addMailbox("firm@firm.example", "secret");
        server.addMailbox("other@firm.example", "secret");
        server.deliverSubaddresses("firm@firm.example", false);

        server.send(TestMail.from("tom@acme.example").to("firm+key@firm.example"));
        server.send(TestMail.from("tom@acme.example").to("other+key@firm.example"));

        assertThat(server.mailsOf("firm@firm.example")).isEmpty();
        assertThat(server.mailsOf("other@firm.example")).hasSize(1);
    }

    @Test
    void handsOverBrokenBytesUnchanged() throws Exception {
        var bytes = "Subject: broken\r\nContent-Type: multipart/mixed\r\n\r\nno boundary \u0000 here"
                .getBytes(StandardCharsets.UTF_8);

        server.sendRaw("", "firm@firm.example", bytes);

        assertThat(server.mailsOf("firm@firm.example"))
                .singleElement()
                .satisfies(
                        mail -> assertThat(new String(mail.getRawInputStream().readAllBytes(), StandardCharsets.UTF_8))
                                .contains("no boundary"));
    }
}
