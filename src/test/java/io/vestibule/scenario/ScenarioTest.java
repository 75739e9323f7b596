package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.platform.web.PublicAddress;
import io.vestibule.scenario.Firm.FirmClient;
import io.vestibule.support.MailServer;
import io.vestibule.support.PageClient;
import io.vestibule.support.PortalTest;
import io.vestibule.support.VestibuleTest;
import io.vestibule.support.vendors.SimulatedHubSpot;
import io.vestibule.support.vendors.SimulatedXero;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestPropertySource;

/**
 * Base of the scenario tests: the running product, the simulated world around it, and a firm with its connections. They
 * share a product with the portal's tests only, so they run beside the others, one class at a time.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(PortalTest.PRODUCT)
@TestPropertySource(properties = PortalTest.PROPERTY)
abstract class ScenarioTest extends VestibuleTest {

    /** Walk 1 is to take 5 s; a loaded build machine gets more. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Pattern SIGN_IN_LINK = Pattern.compile("(/sign-in/links/[A-Za-z0-9_-]{43})");

    private static final Map<ApplicationContext, Firm> FIRMS = new ConcurrentHashMap<>();

    @Autowired
    protected MailServer mails;

    @Autowired
    protected SimulatedXero xero;

    @Autowired
    protected SimulatedHubSpot hubSpot;

    @Autowired
    private ApplicationContext context;

    protected Firm firm;

    @Autowired
    private PublicAddress address;

    private long inboxBefore;
    private long outboxBefore;

    protected PortalLook portal;
    protected InboxLook inbox;

    @BeforeEach
    void look() {
        portal = new PortalLook(portalDatabase);
        inbox = new InboxLook(hubDatabase);
        firm = FIRMS.computeIfAbsent(context, Firm::new);
        inboxBefore = newest("hub.inbox_message");
        outboxBefore = newest("hub.outbox_message");
    }

    private long newest(String table) {
        return hubDatabase
                .sql("select coalesce(max(id), 0) from " + table)
                .query(Long.class)
                .single();
    }

    URI hook(String app) {
        return Firm.hook(port, app);
    }

    /** The hook as its vendor knows and signs it. */
    URI signedHook(String app) {
        return URI.create(address.of("/hooks/" + app));
    }

    /** Gives what is held to the client, with the button on its page in the console. */
    void assign(long held, FirmClient client) {
        var browser = signedIn(FirmPeople.OWNER);
        var page = browser.get("/console/messages/received/" + held);
        browser.submit(
                page,
                "form.v-filter[action$='/assignment']",
                Map.of("clientId", client.id().toString()));
    }

    /** A browser in which this person of the firm has signed in. */
    PageClient signedIn(String email) {
        var browser = new PageClient("http://localhost:" + port);
        var door = browser.get("/sign-in");
        browser.submit(door, "form:has(input[type=password])", Map.of("email", email, "password", FirmPeople.PASSWORD));
        return browser;
    }

    /** A browser in which a client's person has signed in, with the link that was mailed. */
    PageClient signedInByLink(String email) {
        var browser = new PageClient("http://localhost:" + port);
        browser.submit(browser.get("/sign-in"), "form[action='/sign-in/links']", Map.of("email", email));
        var link = eventually(() -> mails.mailsOf(email).stream()
                .map(mail -> SIGN_IN_LINK.matcher(textOf(mail)))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst());
        browser.submit(browser.get(link), "main form", Map.of());
        return browser;
    }

    /** A marked ticket of this client at the vendor, whom nobody has told us about yet. */
    String ticket(FirmClient client, String subject) {
        return hubSpot.create(
                "tickets",
                Map.of(
                        "subject",
                        subject,
                        "content",
                        "Please set us up",
                        "hs_pipeline",
                        "0",
                        "hs_pipeline_stage",
                        "1",
                        Firm.MARKER,
                        "true"),
                Map.of("companies", List.of(client.company())));
    }

    /** The vendor tells us of a new ticket. */
    void tell(String ticket) {
        tell(hubSpot.event("tickets", ticket, "creation").put("changeFlag", "CREATED"));
    }

    /** The vendor sends a signed event, and is answered that it was received. */
    void tell(ObjectNode event) {
        var answer = hubSpot.webhook(signedHook(Firm.HUBSPOT_APP), event).sendTo(hook(Firm.HUBSPOT_APP));
        assertThat(answer.statusCode()).isBetween(200, 299);
    }

    /** A ticket that has become a request. */
    String openTicket() {
        return openTickets(1).getFirst();
    }

    List<String> openTickets(int count) {
        var subjects = Stream.generate(() -> unique("Ticket")).limit(count).toList();
        var tickets =
                subjects.stream().map(subject -> ticket(firm.client(), subject)).toList();
        tickets.forEach(this::tell);
        subjects.forEach(subject -> eventually(() -> portal.request(subject)));
        letEverythingSettle();
        return tickets;
    }

    /**
     * Waits until nothing that came since the test began is on its way in or out any more, and the hub has the portal's
     * feed; what still goes through the mailboxes of other tests is not waited for.
     */
    void letEverythingSettle() {
        await().atMost(PATIENCE)
                .during(Duration.ofSeconds(1))
                .until(
                        () -> Stream.concat(portal.notTold().stream(), onTheirWay().stream())
                                .toList(),
                        List::isEmpty);
    }

    private List<String> onTheirWay() {
        return hubDatabase
                .sql("""
                        select concat_ws(' ', 'in', id, kind, event_type, state, reason, detail) from hub.inbox_message
                        where is_open and id > :inbox and coalesce(connection, '') not like 'box-%'
                        union all
                        select concat_ws(' ', 'out', id, channel, connection, state, reason) from hub.outbox_message
                        where state in ('WAITING', 'SENDING', 'RETRY') and id > :outbox and coalesce(connection, '') not like 'box-%'
                        """)
                .param("inbox", inboxBefore)
                .param("outbox", outboxBefore)
                .query(String.class)
                .list();
    }

    static <T> T eventually(Supplier<Optional<T>> look) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(look::get, Optional::isPresent)
                .orElseThrow();
    }

    /** The mails in this mailbox, as soon as there are any. */
    List<MimeMessage> eventuallyMails(String address) {
        return await().atMost(PATIENCE).until(() -> mails.mailsOf(address), found -> !found.isEmpty());
    }

    /** Empty for a mail that can't be read: other tests leave such in the mailboxes. */
    static String textOf(Part mail) {
        try {
            if (mail.getContent() instanceof Multipart parts) {
                return parts.getCount() == 0 ? "" : textOf(parts.getBodyPart(0));
            }
            return String.valueOf(mail.getContent());
        } catch (MessagingException | IOException unreadable) {
            return "";
        }
    }
}
