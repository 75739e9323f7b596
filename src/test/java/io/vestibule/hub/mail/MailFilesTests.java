package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.ClamdServer;
import io.vestibule.support.SampleFiles;
import io.vestibule.support.TestMail;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What becomes of the files of a mail. */
class MailFilesTests extends MailTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private UnscannedMails unscanned;

    private String mailbox = "";
    private String writer = "";
    private ClientId client = new ClientId("none");
    private @Nullable Browser admin;

    @BeforeEach
    void aClientWhoWrites() {
        mailbox = mailbox();
        client = client(unique("acme") + ".example");
        writer = contact(client, unique("tom") + "@mail.example");
    }

    @AfterEach
    void theScannerAnswers() {
        CLAMD.scanAgain();
    }

    @Test
    void aProgramHoldsItsMailUntilSomebodyLetsItIn() {
        TestMail mail = mail("Invoice")
                .attach("invoice.pdf", "application/pdf", SampleFiles.windowsProgram())
                .attach("docs.zip", "application/zip", SampleFiles.zip("run.js", SampleFiles.latin("x")));
        send(mail);

        InboxRow held = held(mail, "dangerous-file");
        assertThat(held.detail())
                .contains("invoice.pdf is named like a PDF document, but is a Windows program (256 bytes)")
                .contains("docs.zip contains run.js, a script");

        RequestView request = letIn(held, mail);
        assertThat(request.text()).contains("[Let through by Person ", ": docs.zip contains run.js, a script.]");
        assertThat(files(request)).containsExactly("invoice.pdf", "docs.zip");
        Page page = pages().get("/portal/requests/" + request.state().number());
        assertThat(page.text()).contains("is named like a PDF document, but is a Windows program");
        Page file = pages().get(page.link(".v-files a[href^=/portal/files/]"));
        assertThat(file.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(file.header("Content-Disposition")).startsWith("attachment;");
    }

    @Test
    void aMailHandedOnIsLookedIntoAndMacrosAreTakenWhereTheMailboxSaysSo() {
        byte[] inner = mail("Inside")
                .attach("setup.exe", "application/pdf", SampleFiles.windowsProgram())
                .bytes();
        TestMail handedOn = mail("Handed on").attach("inside.eml", "message/rfc822", inner);
        byte[] macros = SampleFiles.word("word/vbaProject.bin");
        TestMail letter = mail("Letter").attach("letter.docm", "application/pdf", macros);
        String generous = mailbox(Map.of("macros", "take"));
        TestMail taken = TestMail.from(writer).to(generous).subject("Taken").attach("letter.docm", "x/y", macros);
        send(handedOn);
        send(letter);
        send(taken);

        assertThat(held(handedOn, "dangerous-file").detail())
                .contains("inside.eml contains setup.exe, which is a Windows program");
        assertThat(held(letter, "dangerous-file").detail()).contains("letter.docm holds macros");
        assertThat(files(requestOf(ended(generous, taken.messageId())))).containsExactly("letter.docm");
    }

    @Test
    void anInfectedFileNeverGoesIn() {
        TestMail mail = mail("Infected")
                .attach("report.txt", "text/plain", SampleFiles.latin("Look: " + ClamdServer.VIRUS))
                .attach("fine.pdf", "application/pdf", SampleFiles.pdf());
        send(mail);

        InboxRow held = held(mail, "infected");
        assertThat(held.detail()).contains("report.txt", "Test.Virus");
        RequestView request = letIn(held, mail);
        assertThat(request.text()).contains("report.txt (26 bytes): infected with Test.Virus");
        assertThat(files(request)).containsExactly("fine.pdf");
    }

    @Test
    void eachDoubtIsAnAnswerOfItsOwn() {
        TestMail mail = mail("Both")
                .attach("report.txt", "text/plain", SampleFiles.latin(ClamdServer.VIRUS))
                .attach("run.bat", "text/plain", SampleFiles.latin("echo hello"));
        send(mail);

        admit(held(mail, "infected"));
        await().atMost(SOON).until(() -> held(mail).reason(), "dangerous-file"::equals);
        RequestView request = letIn(held(mail), mail);

        assertThat(files(request)).containsExactly("run.bat");
        assertThat(request.text()).contains("infected with Test.Virus", "run.bat is named like a script");
    }

    @Test
    void aFileThatTheScannerIsSilentAboutHoldsItsMailForAPerson() {
        TestMail mail = mail("Waiting")
                .attach("a.txt", "text/plain", SampleFiles.latin(ClamdServer.HANGS_UP))
                .attach("b.txt", "text/plain", SampleFiles.latin("b"));
        send(mail);
        useUpTries(mail);

        InboxRow held = held(mail, "not-scannable");
        assertThat(held.detail()).contains("a.txt could not be scanned for viruses", "hung up");
        RequestView request = letIn(held, mail);
        assertThat(request.text())
                .contains("a.txt was not scanned for viruses")
                .doesNotContain("b.txt was not scanned");
        assertThat(files(request)).containsExactly("a.txt", "b.txt");
    }

    @Test
    void mailsThatASilentScannerHoldsGoOnOneAfterTheOtherWhenItAnswers() {
        CLAMD.scanOnly(0);
        List<TestMail> mails = List.of(mail("First"), mail("Second"));
        mails.forEach(mail -> {
            send(mail.attach("a.txt", "text/plain", SampleFiles.latin("a")));
            useUpTries(mail);
            held(mail, "not-scanned");
        });
        assertThat(pages().get("/console").text())
                .contains("The virus scanner has stopped", "go on by themselves when it answers");
        unscanned.goOn();
        assertThat(mails).allSatisfy(mail -> held(mail, "not-scanned"));

        CLAMD.scanOnly(1);
        unscanned.goOn();
        await().atMost(SOON).until(() -> !waiting(mails.getFirst()).isEmpty());
        held(mails.getLast(), "not-scanned");

        CLAMD.scanAgain();
        unscanned.goOn();
        assertThat(mails).allSatisfy(mail -> {
            hurry(mail);
            await().atMost(SOON).until(() -> held(mail).state() == InboxState.APPLIED);
            assertThat(files(requestOf(held(mail)))).containsExactly("a.txt");
        });
        assertThat(pages().get("/console").text()).doesNotContain("The virus scanner has stopped");
    }

    /** Its sixth try is now. */
    private void useUpTries(TestMail mail) {
        long id = await().atMost(SOON)
                .until(() -> waiting(mail), found -> !found.isEmpty())
                .getFirst();
        hubDatabase
                .sql("update hub.inbox_message set attempts = 5, due_at = clock_timestamp() where id = ?")
                .param(id)
                .update();
    }

    private void hurry(TestMail mail) {
        waiting(mail)
                .forEach(id -> hubDatabase
                        .sql("update hub.inbox_message set due_at = clock_timestamp() where id = ?")
                        .param(id)
                        .update());
    }

    @Test
    void whatIsAboveTheMailboxsLimitsIsNamedWithSizeAndReason() {
        String small = mailbox(Map.of("fileMegabytes", "1", "mailMegabytes", "1", "files", "2"));
        TestMail mail = TestMail.from(writer)
                .to(small)
                .subject("Files")
                .html("<img src='cid:logo'>")
                .show("logo", "image/png", SampleFiles.png(1))
                .attach("large.txt", "text/plain", text(1_100_000))
                .attach("one.txt", "text/plain", text(600_000))
                .attach("two.txt", "text/plain", text(600_000))
                .attach("three.txt", "text/plain", text(10))
                .attach("four.txt", "text/plain", text(11));
        send(mail);

        RequestView request = requestOf(ended(small, mail.messageId()));
        assertThat(files(request)).containsExactly("one.txt", "three.txt");
        assertThat(request.text())
                .contains("- large.txt (1.1 MB): larger than 1 MB")
                .contains("- two.txt (600 kB): more than 1 MB in one mail")
                .contains("- four.txt (11 bytes): more than 2 files in one mail")
                .contains("- image001.png (37 bytes): more than 2 files in one mail");
    }

    @Test
    void theSameContentIsKeptOnceAndALogoIsNotShownAgain() {
        TestMail first = mail("Signed")
                .html("<p>Hello<img src='cid:logo'></p>")
                .show("logo", "image/png", SampleFiles.png(2))
                .attach("draft.pdf", "application/pdf", SampleFiles.pdf());
        send(first);
        RequestView request = requestOf(ended(mailbox, first.messageId()));
        TestMail second = mail("Re: Signed")
                .replyingTo(first.messageId())
                .html("<p>Again<img src='cid:logo2'></p>")
                .show("logo2", "image/png", SampleFiles.png(2))
                .attach("final.pdf", "application/pdf", SampleFiles.pdf());
        send(second);

        assertThat(requestOf(ended(mailbox, second.messageId())).state().id())
                .isEqualTo(request.state().id());
        assertThat(files(request)).containsExactly("image001.png", "draft.pdf", "final.pdf");
        assertThat(stored(request)).isEqualTo(2);
        assertThat(portal.comments(request.state().id()).getLast().files())
                .singleElement()
                .satisfies(file -> assertThat(portal.readFile(file)).isEqualTo(SampleFiles.pdf()));
    }

    @Test
    void aMailCanBeSeenAsItWasWrittenAndFetchesNothingUnasked() {
        TestMail mail = mail("Laid out")
                .html(
                        "<h1>Hello</h1><script>alert(1)</script><img src='cid:logo'><img src='https://track.example/1.gif'>")
                .show("logo", "image/png", SampleFiles.png(3));
        send(mail);
        RequestView request = requestOf(ended(mailbox, mail.messageId()));
        String path =
                pages().get("/portal/requests/" + request.state().number()).link(".v-files a[href$=/written]");

        Page page = pages().get(path);
        Page fetching = pages().get(path + "?pictures=true");

        assertThat(files(request)).containsExactly("image001.png");
        assertThat(page.header("Content-Security-Policy")).startsWith("sandbox").doesNotContain("http");
        assertThat(page.answer().body())
                .contains("<h1>Hello</h1>", "data:image/png;base64,", "Pictures from elsewhere are not shown (1)")
                .doesNotContain("alert(1)", "track.example");
        assertThat(fetching.answer().body()).contains("https://track.example/1.gif");
        assertThat(fetching.header("Content-Security-Policy"))
                .startsWith("sandbox")
                .contains("img-src data: https:");
    }

    private TestMail mail(String subject) {
        return TestMail.from(writer).to(mailbox).subject(subject).text("Please look");
    }

    private InboxRow held(TestMail mail, String reason) {
        InboxRow row = held(mail);
        assertThat(row.reason()).as("%s", row.detail()).isEqualTo(reason);
        assertThat(row.state()).isEqualTo(InboxState.HELD);
        return row;
    }

    private InboxRow held(TestMail mail) {
        return ended(mailbox, mail.messageId());
    }

    private RequestView letIn(InboxRow held, TestMail mail) {
        admit(held);
        await().atMost(SOON).until(() -> rows.find(held.id()).orElseThrow().state() == InboxState.APPLIED);
        return requestOf(ended(mailbox, mail.messageId()));
    }

    private void admit(InboxRow held) {
        assertThat(pages().get("/console/messages/received/" + held.id()).text())
                .contains("Let it in");
        pages().post(
                        "/console/problems/" + held.id() + "/admission",
                        Map.of("doubt", Objects.requireNonNull(held.reason())));
    }

    private Browser pages() {
        if (admin == null) {
            Cast cast = new Cast(context, browser());
            admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
        }
        return admin;
    }

    private List<Long> waiting(TestMail mail) {
        return hubDatabase
                .sql(
                        "select id from hub.inbox_message where state = 'RETRY' and reason = 'not-scanned' and external_id like ?")
                .param(mail.messageId().replaceAll("[<>]", "") + "#%")
                .query(Long.class)
                .list();
    }

    private List<String> files(RequestView request) {
        return portalDatabase
                .sql("""
                        select f.name from portal.attachment a join portal.entry e on e.id = a.entry_id
                        join portal.file f on f.id = a.file_id
                        where e.request_id = :id::uuid and a.shown order by e.at, e.id, a.position
                        """)
                .param("id", request.state().id().value())
                .query(String.class)
                .list();
    }

    /** How many files of the request keep bytes of their own. */
    private int stored(RequestView request) {
        return portalDatabase
                .sql("""
                        select count(f.bytes) from portal.attachment a join portal.entry e on e.id = a.entry_id
                        join portal.file f on f.id = a.file_id where e.request_id = :id::uuid
                          and f.disposition <> 'body'
                        """)
                .param("id", request.state().id().value())
                .query(Integer.class)
                .single();
    }

    private static byte[] text(int length) {
        return SampleFiles.latin("a".repeat(length));
    }
}
