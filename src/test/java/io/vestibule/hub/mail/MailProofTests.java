package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.PersonId;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxHandler.Suggestion;
import io.vestibule.hub.inbox.InboxMessage.Assignment;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.mail.proof.DkimKeys;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Cast;
import io.vestibule.portal.access.Invitation;
import io.vestibule.support.Browser;
import io.vestibule.support.SimulatedKeys;
import io.vestibule.support.TestMail;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.james.jdkim.DKIMSigner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What is proved, denied or only claimed about a mail's sender, and what becomes of it. */
class MailProofTests extends MailTest {

    private static final String SERVER = "mx.firm.example";

    @Autowired
    private DkimKeys keys;

    @Autowired
    private MailEvidence evidence;

    @Autowired
    private ApplicationContext context;

    private String mailbox = "";
    private String domain = "";
    private ClientId client = new ClientId("none");
    private String writer = "";

    @BeforeEach
    void aClient() {
        mailbox = mailbox(Map.of("receivingServers", "mx2.firm.example, " + SERVER));
        domain = unique("acme") + ".example";
        client = client(domain);
        writer = contact(client, "tom@" + domain);
    }

    @Test
    void aMailOfAClientsDomainThatFailsDmarcIsHeldAndNotApplied() {
        TestMail known = found("dmarc=fail header.from=" + domain, writer);
        TestMail newcomer = found("dmarc=fail header.from=" + domain, "ceo@" + domain);
        send(known);
        send(newcomer);

        InboxRow row = held(known, "not-genuine");
        assertThat(row.detail()).contains(SERVER + " says dmarc=fail for " + domain);
        assertThat(row.suggestions()).extracting(Suggestion::clientId).containsExactly(client.value());
        held(newcomer, "not-genuine");
        assertThat(portal.sender("ceo@" + domain).contacts()).isEmpty();
    }

    @Test
    void aMailInTheNameOfStaffThatFailsDmarcIsHeldAlsoWithTheirOwnReplyKey() throws Exception {
        String staff = unique("olga") + "@firm.example";
        String owned = unique("birch") + ".example";
        portal.execute(Envelope.of(
                unique("client"),
                new UpsertClient(null, unique("Client"), List.of(owned), new PersonId(person(staff)), null, null)));
        TestMail first = plain("ann@" + owned);
        send(first);
        requestOf(ended(mailbox, first.messageId()));
        String key = mailsTo("ann@" + owned, 1).getFirst().getReplyTo()[0].toString();
        send(TestMail.from("ann@" + owned).to(key).subject("More").text("More words"));
        MimeMessage news = mailsTo(staff, 1).getFirst();
        TestMail forged = TestMail.from(staff)
                .to(news.getReplyTo()[0].toString())
                .header("Authentication-Results", SERVER + "; dmarc=fail")
                .text("Pay to this account");

        send(forged);

        held(forged, "not-genuine");
    }

    @Test
    void aPersonLetsInWhatWasHeldAndItIsTakenAsItIs() {
        TestMail mail = found("dmarc=fail", writer);
        send(mail);
        InboxRow row = held(mail, "not-genuine");
        Browser admin = adminPages();
        assertThat(admin.get("/console/messages/received/" + row.id()).text()).contains("Let it in");

        admin.post("/console/problems/" + row.id() + "/admission", Map.of("doubt", "not-genuine"));

        await().atMost(SOON).until(() -> rows.find(row.id()).orElseThrow().state() == InboxState.APPLIED);
        RequestView request = requestOf(rows.find(row.id()).orElseThrow());
        assertThat(request.state().clientId()).isEqualTo(client);
        assertThat(evidence.of(row.id()))
                .anyMatch(line -> line.contains("let it in all the same"))
                .anyMatch(line -> line.startsWith("Not genuine: "));
    }

    @Test
    void onlyTheHeadersOfTheFirmsOwnServerCountAndOfThoseTheTopmost() {
        TestMail foreign = plain(writer).header("Authentication-Results", "mx.evil.example; dmarc=fail");
        TestMail foreignBelow = found("dmarc=pass", writer)
                .oneMore("Authentication-Results", "mx.evil.example; dmarc=fail header.from=" + domain);
        TestMail foreignOnTop =
                found("dmarc=fail", writer).onTop("Authentication-Results", "mx.evil.example; dmarc=pass");
        TestMail twice = found("dmarc=fail", writer).oneMore("Authentication-Results", SERVER + "; dmarc=pass");
        List.of(foreign, foreignBelow, foreignOnTop, twice).forEach(this::send);

        assertEvidence(foreign, "Unverified: ");
        assertEvidence(foreignBelow, "Genuine: " + SERVER);
        assertEvidence(foreignOnTop, "Unverified: ");
        held(twice, "not-genuine");
    }

    @Test
    void aMailThatLeavesOpenWhoItsSenderIsIsHeldWhateverTheServerFound() {
        TestMail twoHeaders = found("dmarc=pass", writer).onTop("From", "eve@evil.example");
        TestMail sameTwice = found("dmarc=pass", writer).oneMore("From", writer);
        TestMail several = found("dmarc=pass", writer + ", eve@evil.example");
        TestMail senderOnly = found("dmarc=pass", writer).without("From").header("Sender", writer);
        TestMail nobody = found("dmarc=pass", writer).header("From", "Tom").header("Sender", writer);
        TestMail below = found("dmarc=fail header.from=" + domain, "tom@sub." + domain);
        contact(client, "tom@sub." + domain);
        List.of(twoHeaders, sameTwice, several, senderOnly, nobody, below).forEach(this::send);

        // Taken by its topmost sender, whom nobody knows
        assertThat(held(twoHeaders, "unknown-sender").detail()).contains("several From headers");
        assertThat(held(sameTwice, "not-genuine").detail()).contains("several From headers");
        assertThat(held(several, "not-genuine").detail()).contains("several senders");
        assertThat(held(senderOnly, "not-genuine").detail()).contains("only a Sender");
        held(nobody, "not-genuine");
        held(below, "not-genuine");
    }

    @Test
    void aForgedMailOfAStrangerIsNotLetInByTheAnswerAboutTheStranger() {
        String stranger = unique("nora") + "@" + unique("elm") + ".example";
        TestMail honest = plain(stranger);
        TestMail forged = found("dmarc=fail", stranger);
        send(honest);
        send(forged);
        InboxRow first = held(honest, "unknown-sender");
        assertThat(held(forged, "unknown-sender").detail()).contains("Not genuine: " + SERVER);

        inbox.release(Objects.requireNonNull(first.holdKey()), new Assignment(client.value(), null, "Dana Admin"));

        await().atMost(SOON).until(() -> rows.find(first.id()).orElseThrow().state() == InboxState.APPLIED);
        assertThat(held(forged, "unknown-sender").holdKey()).isNull();
    }

    @Test
    void forAMailThatIsStoppedAnywayNoNameServerIsAsked() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        TestMail away = plain(writer).header("Auto-Submitted", "auto-replied");
        MAILS.sendRaw(writer, mailbox, signed(away.bytes(), pair, domain));

        assertThat(ended(mailbox, away.messageId()).reason()).isEqualTo("auto-reply");
        assertThat(((SimulatedKeys) keys).wasAsked("s1._domainkey." + domain)).isFalse();
    }

    @Test
    void aSignatureOfTheSendersDomainProvesItAndABrokenOneProvesNothing() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        publish("s1._domainkey." + domain, pair);
        TestMail good = plain(writer);
        TestMail changed = plain(writer);
        TestMail foreign = plain(writer);
        MAILS.sendRaw(writer, mailbox, signed(good.bytes(), pair, domain));
        String broken = new String(signed(changed.bytes(), pair, domain), StandardCharsets.UTF_8);
        MAILS.sendRaw(writer, mailbox, broken.replace("Hello", "Howdy").getBytes(StandardCharsets.UTF_8));
        publish("s1._domainkey.evil.example", pair);
        MAILS.sendRaw(writer, mailbox, signed(foreign.bytes(), pair, "evil.example"));

        assertEvidence(good, "Genuine: it carries a valid signature of " + domain);
        assertEvidence(changed, "Unverified: no signature of " + domain + " is valid");
        assertEvidence(foreign, "Unverified: it carries no signature of " + domain);
    }

    /** Whoever got a signed mail can send it again with headers that its signature does not name. */
    @Test
    void headersThatNoSignatureCoversLetNobodyInAndCloseNothing() throws Exception {
        KeyPair pair = published();
        RequestView request = signedIn(plain(writer), pair, "from:to:subject");
        TestMail again = plain(writer)
                .header("Cc", "ann@" + domain)
                .header("In-Reply-To", opening(request))
                .text("#close");

        RequestView after = signedIn(again, pair, "from:to:subject");

        assertThat(after.state().id()).isEqualTo(request.state().id());
        assertThat(after.state().status()).isEqualTo(RequestStatus.NEW);
        assertThat(after.state().participants()).extracting(Party::email).containsExactly(writer);
        assertThat(evidence.of(ended(mailbox, again.messageId()).id()))
                .anyMatch(line -> line.startsWith("Genuine: "))
                .anyMatch(line -> line.contains("nothing proves that its writer means this one"));
    }

    @Test
    void headersThatTheSignatureCoversCount() throws Exception {
        KeyPair pair = published();
        String covered = "from:to:cc:subject:in-reply-to";
        RequestView request = signedIn(plain(writer), pair, covered);
        TestMail along = plain(writer).header("Cc", "ann@" + domain).header("In-Reply-To", opening(request));
        TestMail closing = plain(writer).header("In-Reply-To", opening(request)).text("#close");

        RequestView with = signedIn(along, pair, covered);

        assertThat(with.state().id()).isEqualTo(request.state().id());
        assertThat(with.state().participants()).extracting(Party::email).contains("ann@" + domain);
        assertThat(signedIn(closing, pair, covered).state().status()).isEqualTo(RequestStatus.DONE);
    }

    /** It signs neither Cc nor In-Reply-To. */
    @Test
    void asMicrosoftSignsAFirstMailBringsColleaguesAndAnAnswerWithTheNumberCloses() throws Exception {
        KeyPair pair = published();
        String covered = "From:Date:Subject:Message-ID:Content-Type:MIME-Version";
        RequestView request = signedIn(plain(writer).header("Cc", "ann@" + domain), pair, covered);
        TestMail closing = plain(writer)
                .subject("Re: [" + request.state().number() + "] Question")
                .header("In-Reply-To", opening(request))
                .text("#close");

        assertThat(request.state().participants()).extracting(Party::email).contains("ann@" + domain);
        assertThat(signedIn(closing, pair, covered).state().status()).isEqualTo(RequestStatus.DONE);
    }

    @Test
    void anAnswerThatNamesAMergedRequestClosesTheOneItGoesOnAs() throws Exception {
        KeyPair pair = published();
        RequestView merged = signedIn(plain(writer), pair, "From:Subject");
        RequestView into = signedIn(plain(writer), pair, "From:Subject");
        portalDatabase
                .sql("update portal.request set merged_into = :into::uuid, status = 'done' where id = :id::uuid")
                .param("into", into.state().id().value())
                .param("id", merged.state().id().value())
                .update();
        TestMail closing = plain(writer)
                .subject("Re: [" + merged.state().number() + "] Question")
                .text("#close");

        RequestView after = signedIn(closing, pair, "From:Subject");

        assertThat(after.state().id()).isEqualTo(into.state().id());
        assertThat(after.state().status()).isEqualTo(RequestStatus.DONE);
    }

    private KeyPair published() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        publish("s1._domainkey." + domain, pair);
        return pair;
    }

    /** The request that the mail became part of, sent with a signature that covers these headers. */
    private RequestView signedIn(TestMail mail, KeyPair pair, String covered) throws Exception {
        MAILS.sendRaw(writer, mailbox, signed(mail.bytes(), pair, domain, covered));
        return requestOf(ended(mailbox, mail.messageId()));
    }

    /** The Message-ID of the mail that opened it. */
    private static String opening(RequestView opened) {
        String origin = Objects.requireNonNull(opened.state().origin()).id();
        return "<" + origin.substring(0, origin.indexOf('#')) + ">";
    }

    @Test
    void aNameServerThatIsSilentHoldsNothingUp() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        ((SimulatedKeys) keys).silence("s1._domainkey." + domain);
        TestMail mail = plain(writer);
        MAILS.sendRaw(writer, mailbox, signed(mail.bytes(), pair, domain));

        assertEvidence(mail, "Unverified: no name server told the key of " + domain);
    }

    @Test
    void aSenderWhoPassesForSomebodyElseIsPointedOutToTheFirmOnly() {
        String staff = staff();
        String boss = "Boss " + unique("b");
        people.invite(
                Access.system("test"),
                new Invitation(null, boss, unique("boss") + "@firm.example", Role.INTERNAL_CONTRIBUTOR, false));
        String looksLike = domain.replace("acme-", "acrne-");
        ClientId other = client(looksLike);
        clock.set(clock.instant().plusSeconds(120));
        TestMail name = plain("\"" + staff + "\" <anna@" + looksLike + ">");
        TestMail person = plain(boss + " <bob@" + looksLike + ">");
        TestMail stranger = plain("Tom <tom@" + domain.replace("acme-", "acmme-") + ">");
        TestMail again = plain("\"" + staff + "\" <anna@" + looksLike + ">");
        send(name);
        send(person);
        send(stranger);

        RequestView request = requestOf(ended(mailbox, name.messageId()));
        assertThat(request.state().clientId()).isEqualTo(other);
        assertThat(notes(request)).anyMatch(text -> text.contains("shows the address " + staff));
        send(again);
        assertThat(notes(requestOf(ended(mailbox, again.messageId())))).isEmpty();
        assertThat(notes(requestOf(ended(mailbox, person.messageId()))))
                .anyMatch(text -> text.contains("called like " + boss));
        assertThat(held(stranger, "unknown-sender").detail()).contains("looks like " + domain);
    }

    private List<String> notes(RequestView request) {
        return portal.comments(request.state().id()).stream()
                .filter(comment -> comment.visibility() == Visibility.INTERNAL)
                .map(Comment::text)
                .toList();
    }

    private Browser adminPages() {
        Cast cast = new Cast(context, browser());
        return cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
    }

    private TestMail plain(String from) {
        return TestMail.from(from).to(mailbox).subject(unique("Question")).text("Hello");
    }

    /** As the firm's server hands it over, with what it found on top. */
    private TestMail found(String findings, String from) {
        return plain(from).header("Authentication-Results", SERVER + "; " + findings);
    }

    private InboxRow held(TestMail mail, String reason) {
        InboxRow row = ended(mailbox, mail.messageId());
        assertThat(row.state()).as("%s: %s", row.reason(), row.detail()).isEqualTo(InboxState.HELD);
        assertThat(row.reason()).isEqualTo(reason);
        return row;
    }

    private void assertEvidence(TestMail mail, String words) {
        InboxRow row = ended(mailbox, mail.messageId());
        requestOf(row);
        assertThat(evidence.of(row.id())).anyMatch(line -> line.startsWith(words));
    }

    private void publish(String name, KeyPair pair) {
        String key = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        ((SimulatedKeys) keys).publish(name, "v=DKIM1; k=rsa; p=" + key);
    }

    private static byte[] signed(byte[] mail, KeyPair pair, String by) throws Exception {
        return signed(mail, pair, by, "from:to:subject");
    }

    private static byte[] signed(byte[] mail, KeyPair pair, String by, String covered) throws Exception {
        String template = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=" + by + "; s=s1; h=" + covered + "; bh=; b=;";
        String header = new DKIMSigner(template, pair.getPrivate()).sign(new ByteArrayInputStream(mail));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write((header + "\r\n").getBytes(StandardCharsets.US_ASCII));
        whole.write(mail);
        return whole.toByteArray();
    }
}
