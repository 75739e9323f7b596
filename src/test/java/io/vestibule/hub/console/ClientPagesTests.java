package io.vestibule.hub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.VestibuleTest;
import java.util.Map;
import java.util.Objects;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The page of one client, in a browser without script. */
class ClientPagesTests extends VestibuleTest {

    @Autowired
    private ApplicationContext context;

    @SuppressWarnings("NullAway.Init")
    private Browser admin;

    @BeforeEach
    void signIn() {
        Cast cast = new Cast(context, browser());
        admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
    }

    @Test
    void whatWasTypedOfAPersonStaysWhereThePersonIsNotTaken() {
        String client = created();
        admin.get(client);
        Map<String, String> typed =
                Map.of("contactName", "Tom Reed", "contactEmail", "tom at acme", "contactRole", "viewer");

        Page again = admin.follow(admin.post(client + "/contacts", typed));

        assertThat(again.text()).contains("is no email address");
        Document form = again.html();
        assertThat(form.select("#field-contactName").val()).isEqualTo("Tom Reed");
        assertThat(form.select("#field-contactEmail").val()).isEqualTo("tom at acme");
        assertThat(form.select("#field-contactRole option[selected]").val()).isEqualTo("viewer");
        assertThat(admin.get(client).html().select("#field-contactName").val()).isEmpty();
    }

    @Test
    void thatNobodyLooksAfterAClientIsSaidInWords() {
        Element first =
                admin.get(created()).html().select("#field-ownerId option").getFirst();

        assertThat(first.val()).isEmpty();
        assertThat(first.text()).isEqualTo("nobody");
    }

    /** The path of a new client's page. */
    private String created() {
        admin.get("/console/clients/new");
        return Objects.requireNonNull(
                admin.post("/console/clients", Map.of("name", unique("Birch"))).location());
    }
}
