package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.scenario.Firm.FirmClient;
import io.vestibule.support.CapturesOutput;
import io.vestibule.support.TestMail;
import io.vestibule.support.vendors.SimulatedXero.NewInvoice;
import io.vestibule.support.vendors.VendorFault;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;

/**
 * The log names messages, apps and connections, and nobody: the walks are gone, also where they go wrong, and then the
 * log is searched for what was known of the people in them. The search also finds something, so that it can fail.
 */
@CapturesOutput
class LogTellsNothingPersonalTests extends ScenarioTest {

    private final String known = unique("known");
    private final String mailbox = unique("box");
    private final Map<String, String> personal = new LinkedHashMap<>();
    private FirmClient client;

    @BeforeEach
    void peopleAreKnown() {
        client = firm.client();
        personal.put("domain of a client, also in addresses", client.domain());
        personal.put("name of a client", client.name());
        personal.put("address of the firm", Firm.MAILBOX);
        personal.put("address of one of the firm's people", FirmPeople.OWNER);
    }

    @Test
    void whereAllGoesWell(CapturedOutput output) {
        var subject = secret("subject of a mail");
        mails.send(TestMail.from(secret("display") + " <" + client.email() + ">")
                .to(Firm.MAILBOX)
                .subject(subject)
                .text(secret("text of a mail")));
        var request = eventually(() -> portal.request(subject));
        eventuallyMails(client.email());
        signedInByLink(client.email());
        firm.people().changeStatus(request.id(), RequestStatus.DONE);
        invoice(client.xeroContact());
        letEverythingSettle();

        assertThat(found(output)).containsExactly(known);
    }

    @Test
    void whereThingsGoWrong(CapturedOutput output) {
        anotherMailbox();
        var stranger = secret("local part of an unknown sender") + "@" + secret("domain of a stranger") + ".example";
        mails.send(
                TestMail.from(stranger).to(Firm.MAILBOX).subject(secret("held")).text(secret("held text")));
        eventually(() -> inbox.with(stranger, "HELD"));
        mails.sendRaw(
                client.email(),
                Firm.MAILBOX,
                ("Subject: " + secret("broken") + "\r\n\0\r\n").getBytes(StandardCharsets.ISO_8859_1));
        var id = invoice(firm.unlinkedContact());
        eventually(() -> inbox.with(id, "HELD"));
        var subject = secret("subject of a ticket");
        var ticket = ticket(subject);
        hubSpot.planFault(
                1,
                ".*/tickets/" + ticket,
                new VendorFault.Status(500, Map.of(), "{\"message\":\"" + secret("words of a vendor") + "\"}"));
        tell(ticket);
        eventually(() -> portal.request(subject));
        browser().post("/sign-in", Map.of("email", stranger, "password", secret("password")));

        assertThat(found(output)).containsExactly(known);
    }

    private String ticket(String subject) {
        return hubSpot.create(
                "tickets",
                Map.of(
                        "subject",
                        subject,
                        "content",
                        secret("text of a ticket"),
                        "hs_pipeline",
                        "0",
                        "hs_pipeline_stage",
                        "1",
                        Firm.MARKER,
                        "true"),
                Map.of("companies", List.of(client.company())));
    }

    private String invoice(String contact) {
        var id = xero.addInvoice(
                firm.ledger(),
                new NewInvoice(
                        contact,
                        secret("number of an invoice " + contact),
                        BigDecimal.TEN,
                        "GBP",
                        LocalDate.of(2026, 9, 1),
                        LocalDate.of(2026, 9, 15)));
        xero.webhook(xero.invoiceNews(firm.ledger(), "UPDATE", id)).sendTo(hook(Firm.XERO_APP));
        return id;
    }

    /** Its watching is told, its address is not; its password is wrong. */
    private void anotherMailbox() {
        var address = secret("address of a mailbox") + "@firm.example";
        mails.addMailbox(address, "right");
        firm.app(mailbox, "mailbox", Map.of());
        firm.connection(
                mailbox,
                mailbox,
                null,
                Map.of(
                        "address", address,
                        "imapHost", "localhost",
                        "imapPort", Integer.toString(mails.imapPort()),
                        "imapSecurity", "none",
                        "imapPassword", "wrong",
                        "smtpPort", Integer.toString(mails.smtpPort()),
                        "smtpSecurity", "none",
                        "replyMode", "plus"));
    }

    private List<String> found(CapturedOutput output) {
        personal.put(known, known);
        var log = eventually(() -> withWhatIsKnown(output));
        return personal.entrySet().stream()
                .filter(entry -> log.contains(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A product that another test starts in this process keeps everybody's log quiet for a moment. */
    private Optional<String> withWhatIsKnown(CapturedOutput output) {
        LoggerFactory.getLogger(getClass()).info("Of all that only {} is logged", known);
        return Optional.of(output.getAll()).filter(log -> log.contains(known));
    }

    private String secret(String what) {
        return personal.computeIfAbsent(what, kind -> unique("p"));
    }
}
