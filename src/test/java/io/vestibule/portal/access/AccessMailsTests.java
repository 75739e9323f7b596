package io.vestibule.portal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.platform.id.Ids;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.PersonChange.Changed;
import io.vestibule.support.Browser;
import io.vestibule.support.MailServer;
import io.vestibule.support.PortalTest;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Whoever is let in reads it in the own language. */
class AccessMailsTests extends PortalTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private People people;

    @BeforeEach
    void nobodyAskedBefore() {
        portalDatabase.sql("delete from portal.sign_in_attempt").update();
    }

    @Test
    void thePeopleOfAClientAreInvitedAndLetInInItsLanguage() throws Exception {
        UUID client = client("de");
        String email = unique("tom") + "@acme.example";

        invite(client, email, Role.CLIENT_MEMBER);
        MimeMessage invitation = mail(email, 1);
        askForLink(email);
        MimeMessage link = mail(email, 2);

        assertThat(invitation.getSubject()).isEqualTo("Einladung in unser Kundenportal");
        assertThat(MailServer.textOf(invitation))
                .startsWith("Guten Tag Tom Client,")
                .contains("lädt Sie in unser Kundenportal ein", "Zum Portal: http", "/sign-in");
        assertThat(link.getSubject()).isEqualTo("Ihr Anmeldelink");
        assertThat(MailServer.textOf(link)).contains("Der Link gilt einmal und 15 Minuten lang.");
        assertThat(Jsoup.parse(MailServer.htmlOf(link)).select("html[lang=de-DE] a"))
                .singleElement()
                .satisfies(button -> {
                    assertThat(button.text()).isEqualTo("Anmelden");
                    assertThat(button.attr("href")).contains("/sign-in/links/");
                });
    }

    @Test
    void whoseClientsSpeakDifferentLanguagesReadsTheFirms() throws Exception {
        String email = unique("tom") + "@acme.example";
        for (String language : new String[] {"de", "fr"}) {
            Invitation invitation = new Invitation(client(language), "Tom Client", email, Role.CLIENT_MEMBER, false);
            assertThat(people.invite(Access.system("test"), invitation)).isInstanceOf(Changed.class);
        }

        askForLink(email);

        assertThat(mail(email, 1).getSubject()).isEqualTo("Your sign-in link");
    }

    @Test
    void theFirmsOwnPeopleReadTheFirmsLanguage() throws Exception {
        String email = unique("olga") + "@firm.example";

        invite(null, email, Role.INTERNAL_CONTRIBUTOR);
        askForLink(email);

        assertThat(mail(email, 1).getSubject()).isEqualTo("Your account is ready");
        assertThat(MailServer.textOf(mail(email, 1))).contains("It works once, for 7 days.");
        assertThat(mail(email, 2).getSubject()).isEqualTo("Choose a new password");
    }

    private UUID client(String language) {
        UUID id = Ids.next();
        portalDatabase
                .sql("insert into portal.client (id, name, language) values (?, 'Acme', ?)")
                .params(id, language)
                .update();
        return id;
    }

    private void invite(@Nullable UUID client, String email, Role role) {
        Cast cast = new Cast(context, browser());
        Browser admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
        String page = "/console/people" + (client == null ? "" : "?client=" + client);
        admin.get(page);
        assertThat(admin.post(page, Map.of("name", "Tom Client", "email", email, "role", role.name()))
                        .status())
                .isEqualTo(302);
    }

    private void askForLink(String email) {
        Browser door = browser();
        door.get("/sign-in");
        door.post("/sign-in/links", Map.of("email", email));
    }

    /** The one with this number. */
    private static MimeMessage mail(String email, int number) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> MAILS.mailsOf(email), mails -> mails.size() >= number)
                .get(number - 1);
    }
}
