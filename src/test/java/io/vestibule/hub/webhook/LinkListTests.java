package io.vestibule.hub.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.connection.Links;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** All contacts and companies of vendors on one page: whose nobody knows yet, and what people decided. */
class LinkListTests extends WebhookTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Links links;

    @SuppressWarnings("NullAway.Init")
    private Browser admin;

    @BeforeEach
    void signIn() {
        Cast cast = new Cast(context, browser());
        admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
    }

    @Test
    void aContactOfNobodyIsListedOnceWithItsSuggestionAndDecidedWithOneClick() {
        ClientId client = newClient("Nobody known");
        namesAreReadAnew();
        newSender(null);
        push("w1", invoice("i1", app + "a", "2026-09-01T10:00:00Z"));
        push("w2", invoice("i2", app + "b", "2026-09-01T10:00:00Z"));
        long first = inState(ended("w1").id(), InboxState.HELD).id();
        long second = inState(ended("w2").id(), InboxState.HELD).id();

        Element card = waiting();
        assertThat(card.text()).contains("Nobody known (books@" + app).contains("2 messages wait");
        Element click = card.select("form:has(input[name=clientId][value=" + client.value() + "])")
                .first();
        assertThat(click).as("the suggestion's button").isNotNull();
        admin.post("/console/links", fields(client));

        assertThat(inState(first, InboxState.APPLIED).clientId()).isEqualTo(client.value());
        assertThat(inState(second, InboxState.APPLIED).clientId()).isEqualTo(client.value());
        assertThat(admin.get("/console/links?show=waiting").text()).doesNotContain(app + ": client D-1");
        Page decided = admin.get("/console/links?show=decided&text=" + app);
        assertThat(decided.html().select("tbody tr")).hasSize(1);
        assertThat(decided.html().select("tbody a[href=/console/clients/" + client.value() + "]"))
                .hasSize(1);
        assertThat(admin.get(decided.link("tbody td:last-child a")).text()).contains("is linked with Nobody known");
    }

    @Test
    void decidedLinksAreFoundByTheirClientAndPagedWithoutSkippingOne() {
        ClientId client = newClient("Found " + app);
        for (int n = 0; n < 60; n++) {
            links.put(
                    new Links.Key(unique("ledger"), "contact", "c" + n),
                    null,
                    client,
                    new Links.By("Olga", "Contact " + n));
        }

        Set<String> seen = new HashSet<>();
        String next = "/console/links?show=decided&text=Found+" + app;
        int rows = 0;
        for (int page = 0; page < 3; page++) {
            Page list = admin.get(next);
            assertThat(list.text()).contains("60 links");
            rows += list.html().select("tbody tr").size();
            list.html().select("tbody th span").forEach(label -> seen.add(label.text()));
            next = page < 2 ? list.link("a[rel=next]") : next;
        }
        assertThat(rows).isEqualTo(60);
        assertThat(seen).hasSize(60);
        assertThat(admin.get(next).html().select("a[rel=next]")).isEmpty();
    }

    @Test
    void manyLinksOfAClientAreListedOnPagesOfTheirOwn() {
        ClientId client = newClient("Whose " + app);
        ClientId other = newClient("Other " + app);
        for (int n = 0; n < 102; n++) {
            links.put(
                    new Links.Key(unique("ledger"), "contact", "c" + n),
                    null,
                    n == 0 ? other : client,
                    new Links.By("Olga", "Contact " + n));
        }

        Page page = admin.get("/console/clients/" + client.value());
        assertThat(page.html().select("section[aria-labelledby=links] li")).hasSize(100);
        Page all = admin.get(page.link("section[aria-labelledby=links] p a"));

        assertThat(all.text()).contains("101 links of Whose " + app + " only.").doesNotContain("Contact 0");
        assertThat(all.link("a[rel=next]")).contains("client=" + client.value());
        assertThat(all.html().select("form[role=search] input[name=client]").val())
                .isEqualTo(client.value());
    }

    @Test
    void aSearchThatFindsNoLinkSaysSoAndLeadsBackToAll() {
        Page none = admin.get("/console/links?show=decided&text=" + unique("none"));

        assertThat(none.html().select(".v-empty").text()).startsWith("No link fits this search.");
        assertThat(none.link(".v-empty a")).isEqualTo("/console/links?show=decided");
    }

    /** The card of this test's contact. */
    private Element waiting() {
        return admin.get("/console/links?show=waiting").html().select("article").stream()
                .filter(card -> card.text().contains(app + ": client D-1"))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> fields(ClientId client) {
        return Map.of("connection", app, "kind", "client", "externalId", "D-1", "clientId", client.value());
    }
}
