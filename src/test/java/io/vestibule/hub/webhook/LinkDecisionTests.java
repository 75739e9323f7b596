package io.vestibule.hub.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.connection.Links;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A held record is given to the wrong client with one click, and put right. */
class LinkDecisionTests extends WebhookTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Links links;

    @SuppressWarnings("NullAway.Init")
    private Cast cast;

    @SuppressWarnings("NullAway.Init")
    private Browser admin;

    private final String number = unique("INV");

    @BeforeEach
    void signIn() {
        cast = new Cast(context, browser());
        admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
    }

    @Test
    void aWrongClickIsCorrectedAndTheWrongClientSeesNothingAnyLonger() {
        ClientId wrong = newClient("Wrong " + app);
        ClientId right = newClient("Right " + app);
        Browser atWrong = clientAdmin(wrong);
        Browser atRight = clientAdmin(right);
        String id = linkedWith(wrong, "w1", "2026-09-01T10:00:00Z");
        assertThat(atWrong.get("/portal/invoices").text()).contains(number);
        assertThat(linkPage().text()).contains("1 invoice and no request");

        admin.get(link());
        correct(Map.of("seen", wrong.value(), "clientId", right.value()));

        assertThat(atWrong.get("/portal/invoices").text()).doesNotContain(number);
        assertThat(atWrong.get("/portal/invoices/" + id).status()).isEqualTo(404);
        assertThat(atRight.get("/portal/invoices").text()).contains(number);
        assertThat(atRight.get("/portal/invoices/" + id).status()).isEqualTo(200);
        assertThat(portal.invoiceByOrigin(new ExternalId(app, "i1"))
                        .orElseThrow()
                        .clientId())
                .isEqualTo(right);
        push("w2", invoice("i1", number, "2026-09-02T10:00:00Z").replace("\"open\"", "\"paid\""));
        assertThat(ended("w2").state()).isEqualTo(InboxState.APPLIED);
        assertThat(linkPage().text()).contains("Wrong " + app).contains("Right " + app);
    }

    @Test
    void aReplayOfTheWronglyAssignedMessageKeepsTheCorrection() {
        ClientId wrong = newClient("Wrong " + app);
        ClientId right = newClient("Right " + app);
        linkedWith(wrong, "w1", "2026-09-01T10:00:00Z");
        admin.get(link());
        correct(Map.of("seen", wrong.value(), "clientId", right.value()));

        long replayed = ended("w1").id();
        inbox.replay(replayed, "Olga");
        inState(replayed, InboxState.APPLIED);
        push("w2", invoice("i2", number + "b", "2026-09-02T10:00:00Z"));

        assertThat(ended("w2").clientId()).isEqualTo(right.value());
        assertThat(clientAdmin(wrong).get("/portal/invoices").text()).doesNotContain(number);
    }

    @Test
    void withoutALinkNobodySeesTheRecordsUntilTheNextDecision() {
        ClientId wrong = newClient("Wrong " + app);
        ClientId right = newClient("Right " + app);
        linkedWith(wrong, "w1", "2026-09-01T10:00:00Z");
        admin.get(link());
        correct(Map.of("seen", wrong.value(), "remove", "true"));
        assertThat(clientAdmin(wrong).get("/portal/invoices").text()).doesNotContain(number);

        long replayed = ended("w1").id();
        inbox.replay(replayed, "Olga");
        inState(replayed, InboxState.HELD);
        decide(replayed, right);

        inState(replayed, InboxState.APPLIED);
        assertThat(clientAdmin(right).get("/portal/invoices").text()).contains(number);
        assertThat(clientAdmin(wrong).get("/portal/invoices").text()).doesNotContain(number);
    }

    /** The page showed it without a client, or with another one: what is shown by now moves by no click on that. */
    @Test
    void aPageThatIsOvertakenMovesNothing() {
        ClientId right = newClient("Right " + app);
        ClientId other = newClient("Other " + app);
        linkedWith(right, "w1", "2026-09-01T10:00:00Z");

        admin.get("/console/links?show=waiting");
        Map<String, String> link = Map.of("connection", app, "kind", "client", "externalId", "D-1");
        admin.post("/console/links", with(link, "clientId", other.value()));
        assertThat(admin.get("/console/links?show=waiting").text()).contains("Somebody else decided meanwhile");
        correct(Map.of("seen", "", "clientId", other.value()));
        assertThat(linkPage().text()).contains("Somebody else decided meanwhile");
        correct(Map.of("seen", other.value(), "remove", "true"));

        assertThat(clientAdmin(right).get("/portal/invoices").text()).contains(number);
        assertThat(clientAdmin(other).get("/portal/invoices").text()).doesNotContain(number);
        assertThat(links.find(new Links.Key(app, "client", "D-1"))).hasValue(right);
        assertThat(links.changes(new Links.Key(app, "client", "D-1"))).hasSize(1);
    }

    @Test
    void noClientIsChosenBeforeAPersonDoes() {
        ClientId wrong = newClient("Wrong " + app);
        linkedWith(wrong, "w1", "2026-09-01T10:00:00Z");
        correct(Map.of("seen", wrong.value(), "remove", "true"));

        assertThat(linkPage()
                        .html()
                        .select("select[name=clientId] option")
                        .getFirst()
                        .val())
                .isEmpty();
        correct(Map.of("seen", "", "clientId", ""));

        assertThat(linkPage().text()).contains("Choose the client first.");
        assertThat(clientAdmin(wrong).get("/portal/invoices").text()).doesNotContain(number);
    }

    @Test
    void clientsWhoseNamesDifferInCaseOnlyAreToldApart() {
        ClientId small = newClient("twin " + app);
        newClient("TWIN " + app);
        newSender(null);
        push("w1", invoice("i1", number, "2026-09-01T10:00:00Z"));
        long id = inState(ended("w1").id(), InboxState.HELD).id();
        String page = "/console/messages/received/" + id;
        String shown = "twin " + app + " (" + small.value() + ")";
        assertThat(admin.get(page).html().select("datalist#clients option[value=" + shown + "]"))
                .hasSize(1);

        admin.post("/console/problems/" + id + "/assignment", Map.of("client", "twin " + app));
        assertThat(admin.get(page).text()).contains("No client is called");
        admin.post("/console/problems/" + id + "/assignment", Map.of("client", shown));

        assertThat(inState(id, InboxState.APPLIED).clientId()).isEqualTo(small.value());
    }

    /** Its handling looked before the decision, and it is held after all that waited went on. */
    @Test
    void whatIsHeldJustAsItsLinkIsMadeGoesOnByItself() {
        ClientId client = newClient("Right " + app);
        newSender(null);
        push("w1", invoice("i1", number, "2026-09-01T10:00:00Z"));
        long late = inState(ended("w1").id(), InboxState.HELD).id();

        links.put(new Links.Key(app, "client", "D-1"), null, client, new Links.By("Olga", "D-1"));

        inState(late, InboxState.APPLIED);
    }

    @Test
    void noClientIsTheAnswerToAnUnknownAccount() {
        newSender(newClient(app));
        String other = unique("branch");
        push(
                "w1",
                invoice("i1", number, "2026-09-01T10:00:00Z")
                        .replace("\"data\":{", "\"data\":{\"account\":\"" + other + "\","));
        InboxRow held = ended(other, "w1");

        Page page = admin.get("/console/messages/received/" + held.id());
        assertThat(page.html().select("form[action$=/assignment]")).isEmpty();
        assertThat(page.html().select("a[href*=connector=standard-webhooks][href*=app=" + app + "]"))
                .hasSize(1);
        decide(held.id(), newClient("Any " + app));

        assertThat(rows.find(held.id()).orElseThrow().state()).isEqualTo(InboxState.HELD);
    }

    @Test
    void whatIsNotOursIsPutAwayWithAllThatWaitsForTheSameAnswer() {
        newSender(null);
        push("w1", invoice("i1", number, "2026-09-01T10:00:00Z"));
        push("w2", invoice("i2", number, "2026-09-01T10:00:00Z"));
        long first = inState(ended("w1").id(), InboxState.HELD).id();
        long second = inState(ended("w2").id(), InboxState.HELD).id();
        assertThat(admin.get("/console/messages/received/" + first).text()).contains("2 messages wait");
        Page list = admin.get("/console/problems?state=held");
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.html().select("#message-" + second + " form[action$=/dismissal]"))
                .hasSize(1);
        assertThat(admin.get("/console/problems?state=held&before=" + second)
                        .html()
                        .select("#message-" + second))
                .isEmpty();

        admin.post("/console/problems/" + first + "/dismissal", Map.of("all", "true", "why", "a trade fair"));

        for (long id : new long[] {first, second}) {
            InboxRow row = rows.find(id).orElseThrow();
            assertThat(row.state()).isEqualTo(InboxState.IGNORED);
            assertThat(row.reason()).isEqualTo("not-ours");
            assertThat(row.detail()).isEqualTo("a trade fair");
            assertThat(rows.history(id))
                    .anySatisfy(change -> assertThat(change.by()).isNotNull());
        }
    }

    @Test
    void aProblemStandsInTheListOfWhoOwnsItsNextStepAndSaysWhatThatIs() {
        newSender(null);
        push("w1", invoice("i1", number, "2026-09-01T10:00:00Z"));
        long id = inState(ended("w1").id(), InboxState.HELD).id();
        String row = "#message-" + id;

        Page ours = admin.get("/console/problems?owner=firm&state=held");
        assertThat(ours.html().select(row + " .v-owner").text()).isEqualTo("Yours to fix");
        assertThat(ours.html().select(row + " .v-next").text()).contains("Decide which client it belongs to");
        assertThat(admin.get("/console/problems?owner=all&state=held").html().select(row))
                .hasSize(1);
        assertThat(admin.get("/console/problems?owner=vestibule&state=held")
                        .html()
                        .select(row))
                .isEmpty();
        Page page = admin.get("/console/messages/received/" + id);
        assertThat(page.html().select(".v-next").text()).contains("Yours to fix", "Decide which client it belongs to");
    }

    @Test
    void whatBelongsToAnotherClientLeadsToTheLinkThatShowedIt() {
        linkedWith(newClient("Wrong " + app), "w1", "2026-09-01T10:00:00Z");
        ClientId other = newClient("Other " + app);
        links.put(new Links.Key(app, "client", "D-2"), null, other, new Links.By("Olga", "D-2"));
        push("w2", invoice("i1", number, "2026-09-02T10:00:00Z").replace("D-1", "D-2"));
        InboxRow refused = ended("w2");
        assertThat(refused.reason()).isEqualTo("belongs-to-another-client");

        String correction = "a[href*=/console/links/" + app + "/client][href*=D-1]";
        assertThat(admin.get("/console/problems?owner=firm&state=refused")
                        .html()
                        .select("#message-" + refused.id() + " " + correction))
                .hasSize(1);
        assertThat(admin.get("/console/messages/received/" + refused.id())
                        .html()
                        .select(correction))
                .hasSize(1);
    }

    @Test
    void aClientIsChosenByItsNameAndAnUnknownNameIsExplained() {
        ClientId right = newClient("Right " + app);
        newSender(null);
        push("w1", invoice("i1", number, "2026-09-01T10:00:00Z"));
        long id = inState(ended("w1").id(), InboxState.HELD).id();
        String page = "/console/messages/received/" + id;
        assertThat(admin.get(page).html().select("datalist#clients option[value=Right " + app + "]"))
                .hasSize(1);

        admin.post("/console/problems/" + id + "/assignment", Map.of("client", "Nobody " + app));
        assertThat(admin.get(page).text()).contains("No client is called “Nobody " + app + "”");
        admin.post("/console/problems/" + id + "/assignment", Map.of("client", "right " + app));

        assertThat(inState(id, InboxState.APPLIED).clientId()).isEqualTo(right.value());
    }

    /** The portal's id of the invoice, after a click that linked its contact with this client. */
    private String linkedWith(ClientId client, String push, String updatedAt) {
        newSender(null);
        push(push, invoice("i1", number, updatedAt));
        long held = inState(ended(push).id(), InboxState.HELD).id();
        decide(held, client);
        return String.valueOf(inState(held, InboxState.APPLIED).objectId());
    }

    private void decide(long held, ClientId client) {
        admin.get("/console/messages/received/" + held);
        assertThat(admin.post("/console/problems/" + held + "/assignment", Map.of("clientId", client.value()))
                        .status())
                .isEqualTo(302);
    }

    private void correct(Map<String, String> fields) {
        admin.post("/console/links/" + app + "/client", with(fields, "externalId", "D-1"));
    }

    private static Map<String, String> with(Map<String, String> fields, String name, String value) {
        Map<String, String> all = new HashMap<>(fields);
        all.put(name, value);
        return all;
    }

    private String link() {
        return "/console/links/" + app + "/client?externalId=D-1";
    }

    private Page linkPage() {
        Page page = admin.get(link());
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).doesNotContain("??");
        return page;
    }

    private Browser clientAdmin(ClientId client) {
        return cast.signIn(cast.person(UUID.fromString(client.value()), Role.CLIENT_ADMIN));
    }
}
