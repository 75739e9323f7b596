package io.vestibule.portal.request.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.Role;
import io.vestibule.platform.web.HeapShare;
import io.vestibule.portal.access.Cast;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.request.Requests;
import io.vestibule.portal.support.Firm;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.PortalTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Files of a form that are not taken, and what is left of the form then. */
class UploadsTests extends PortalTest {

    private static final byte[] FILE = "figures".getBytes(StandardCharsets.UTF_8);

    /** More than there can be: all of it. */
    private static final long ALL = Long.MAX_VALUE;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Clients clients;

    @Autowired
    private People people;

    @Autowired
    private Requests requests;

    @Autowired
    private HeapShare room;

    @SuppressWarnings("NullAway.Init")
    private Cast cast;

    @SuppressWarnings("NullAway.Init")
    private UUID acme;

    @SuppressWarnings("NullAway.Init")
    private String path;

    @BeforeEach
    void aRequest() {
        cast = new Cast(context, browser());
        acme = new Firm(clients, people).client(unique("client"));
        UUID request = Firm.id(requests.open(Firm.HUB, Firm.request(acme), Cause.PORTAL));
        path = requests.find(Firm.HUB, request).orElseThrow().path();
    }

    @Test
    void whileTooManyFilesComeAtOnceWhatWasTypedStays() {
        Person tom = cast.person(acme, Role.CLIENT_ADMIN);
        Browser browser = cast.signIn(tom);
        browser.get(path);

        Page refused = whileThereIsNoRoom(() -> comment(browser));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.html().select("#errors").text()).contains("a.txt was not taken", "Try again in a moment.");
        assertThat(refused.html().select("#field-files[aria-invalid=true]")).hasSize(1);
        assertThat(refused.html().select("textarea[name=text]").text()).isEqualTo("a long story");
        assertThat(storedBy(tom)).isZero();
        assertThat(comment(browser).status()).isEqualTo(302);
        assertThat(storedBy(tom)).isEqualTo(1);
    }

    @Test
    void aNewRequestWaitsForItsFilesToo() {
        Browser browser = cast.signIn(cast.person(acme, Role.CLIENT_ADMIN));
        browser.get("/portal/requests/new");
        Map<String, String> typed = Map.of("subject", "Figures", "text", "a long story");

        Page refused = whileThereIsNoRoom(() -> browser.upload("/portal/requests/new", typed, "a.txt", FILE));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.html().select("#errors").text()).contains("Try again in a moment.");
        assertThat(refused.html().select("input[name=subject]").val()).isEqualTo("Figures");
        assertThat(browser.upload("/portal/requests/new", typed, "a.txt", FILE).status())
                .isEqualTo(302);
    }

    @Test
    void filesOfWhoMayNotWriteAreNotStored() {
        Person viewer = cast.person(acme, Role.VIEWER);
        Browser reading = cast.signIn(viewer);
        reading.get(path);
        Person admin = cast.person(acme, Role.CLIENT_ADMIN);
        Browser noting = cast.signIn(admin);
        noting.get(path);

        assertThat(comment(reading).status()).isEqualTo(403);
        assertThat(noting.upload(path + "/notes", Map.of("note", "inside"), "a.txt", FILE)
                        .status())
                .isEqualTo(403);

        assertThat(storedBy(viewer)).isZero();
        assertThat(storedBy(admin)).isZero();
    }

    private Page comment(Browser browser) {
        return browser.upload(path + "/comments", Map.of("text", "a long story"), "a.txt", FILE);
    }

    private Page whileThereIsNoRoom(Supplier<Page> sent) {
        assertThat(room.enter(ALL)).isTrue();
        try {
            return sent.get();
        } finally {
            room.leave(ALL);
        }
    }

    private int storedBy(Person person) {
        return portalDatabase
                .sql("select count(*) from portal.file where uploader = ?")
                .param("person:" + person.id())
                .query(Integer.class)
                .single();
    }
}
