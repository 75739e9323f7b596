package io.vestibule.portal.request.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Cast;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Comment;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.RequestDraft;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.Files;
import io.vestibule.portal.request.NewRequest;
import io.vestibule.portal.request.RequestEntry;
import io.vestibule.portal.request.Requests;
import io.vestibule.portal.support.Firm;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.PortalTest;
import io.vestibule.support.SampleFiles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The page of a request while it stays open, and when much was said. */
class ConversationPageTests extends PortalTest {

    private static final Instant OPENED = Firm.MORNING.minus(Duration.ofDays(10));

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Clients clients;

    @Autowired
    private People people;

    @Autowired
    private Requests requests;

    @Autowired
    private Files files;

    @SuppressWarnings("NullAway.Init")
    private Cast cast;

    @SuppressWarnings("NullAway.Init")
    private Access answering;

    @SuppressWarnings("NullAway.Init")
    private UUID client;

    @SuppressWarnings("NullAway.Init")
    private UUID request;

    private String path = "";

    @BeforeEach
    void aRequest() {
        cast = new Cast(context, browser());
        Firm firm = new Firm(clients, people);
        answering = firm.person(null, Role.INTERNAL_CONTRIBUTOR);
        client = firm.client(unique("client"));
        request = Firm.id(requests.open(Firm.HUB, Firm.request(client), Cause.PORTAL));
        path = requests.find(Firm.HUB, request).orElseThrow().path();
    }

    @Test
    void whoHasItOpenIsSentNewsAndNothingElse() {
        Browser tom = cast.signIn(cast.person(client, Role.CLIENT_MEMBER));
        String again = tom.get(path).html().select("#timeline").attr("hx-get");

        Page none = tom.get(again);
        assertThat(none.status()).isEqualTo(204);
        assertThat(none.answer().body()).isEmpty();
        say();
        Page news = tom.get(again);
        assertThat(news.status()).isEqualTo(200);
        assertThat(news.html().select("#timeline").text()).contains("Some words");
        assertThat(tom.get(news.html().select("#timeline").attr("hx-get")).status())
                .isEqualTo(204);
    }

    @Test
    void newsOfAnOpenPageCarryNobodyToChooseFrom() {
        Person colleague = cast.person(client, Role.CLIENT_MEMBER);
        Person owner = cast.person(null, Role.INTERNAL_CONTRIBUTOR);
        Browser staff = cast.signIn(owner);
        Page page = staff.get(path);
        assertThat(page.html().select("option").eachAttr("value"))
                .contains(colleague.id().toString(), owner.id().toString());

        say();
        Page news = staff.get(page.html().select("#timeline").attr("hx-get"));
        assertThat(news.html().select("#timeline").text()).contains("Some words");
        assertThat(news.html().select("option").eachAttr("value"))
                .doesNotContain(colleague.id().toString(), owner.id().toString());
    }

    @Test
    void ofALongConversationTheLatestPartIsShownAndTheRestOnDemand() {
        for (int said = 0; said < 104; said++) {
            say();
        }
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));
        int whole = requests.timeline(Access.system("test"), request).size();

        Page latest = staff.get(path);
        assertThat(latest.html().select(".v-event")).hasSize(100);
        assertThat(latest.html().select("#earlier").text())
                .isEqualTo("Show what came before (%d)".formatted(whole - 100));
        Page earlier = staff.get(latest.link("#earlier a"));
        assertThat(earlier.html().select(".v-event")).hasSize(whole - 100);
        assertThat(earlier.html().select("#earlier")).isEmpty();
        assertThat(earlier.html().select("#timeline").attr("hx-get")).isEmpty();
        assertThat(staff.get(earlier.link("#timeline > p a")).html().select(".v-event"))
                .hasSize(100);
        say();
        Page news = staff.get(latest.html().select("#timeline").attr("hx-get"));
        assertThat(news.html().select(".v-event"))
                .as("what it had, and the news")
                .hasSize(101);
        assertThat(news.html().select("#earlier")).isEmpty();
        for (int said = 0; said < 101; said++) {
            say();
        }
        Page anew = staff.get(news.html().select("#timeline").attr("hx-get"));
        assertThat(anew.status()).isEqualTo(204);
        assertThat(anew.header("HX-Refresh")).isEqualTo("true");
        assertThat(staff.get(path + "?before=nonsense").html().select(".v-event"))
                .hasSize(100);
    }

    @Test
    void whatALongConversationBeganWithStandsAboveItsLatestPart() {
        String file = files.put(
                        Firm.HUB,
                        new Files.Upload(
                                unique("key"), "a.txt", SampleFiles.latin("words"), Files.Disposition.ATTACHMENT))
                .orElseThrow()
                .toString();
        open("What it is about", List.of(file));
        said(150, OPENED.plusSeconds(1));
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));

        Page page = staff.get(path);

        assertThat(page.html().select("#beginning .v-text").text()).isEqualTo("What it is about");
        assertThat(page.html().select("#beginning .v-files").text()).contains("a.txt");
        assertThat(page.html().select("#beginning, #earlier, #timeline").eachAttr("id"))
                .containsExactly("beginning", "earlier", "timeline");
        assertThat(page.html().select("#show-earlier").attr("hx-select-oob"))
                .as("what is unfolded may hold it in its place")
                .isEqualTo("#beginning");
        assertThat(events(page, "#timeline")).hasSize(100);
        assertThat(staff.get(page.html().select("#timeline").attr("hx-get")).status())
                .isEqualTo(204);
    }

    @Test
    void whereOnlyTheBeginningLiesBeforeNothingIsLeftToUnfold() {
        open("What it is about", List.of());
        said(150, OPENED.plusSeconds(1));
        Browser tom = cast.signIn(cast.person(client, Role.CLIENT_MEMBER));

        Page page = tom.get(path);

        assertThat(events(page, "#beginning")).hasSize(1);
        assertThat(events(page, "#timeline")).as("the notes are not his to see").hasSize(100);
        assertThat(page.html().select("#earlier")).isEmpty();
    }

    @Test
    void unfoldedEachEntryStandsOnceAndInOrder() {
        open("What it is about", List.of());
        said(30, OPENED.minus(Duration.ofHours(9)));
        said(330, OPENED.plusSeconds(1));

        for (Person reader :
                List.of(cast.person(client, Role.CLIENT_MEMBER), cast.person(null, Role.INTERNAL_CONTRIBUTOR))) {
            List<String> whole = seenBy(reader);
            Browser browser = cast.signIn(reader);
            Page page = browser.get(path);
            List<String> shown = new ArrayList<>(events(page, "#timeline"));
            assertThat(page.html().select("#show-earlier").text())
                    .isEqualTo("Show what came in between (%d)".formatted(whole.size() - shown.size() - 1));
            Page answer = page;
            while (!answer.html().select("#show-earlier").isEmpty()) {
                answer = browser.get(answer.link("#show-earlier"));
                shown.addAll(0, events(answer, "#timeline"));
                List<String> now = new ArrayList<>(events(answer, "#beginning"));
                now.addAll(shown);
                assertThat(now).doesNotHaveDuplicates().isSubsetOf(whole).contains(whole.get(opening(reader)));
            }
            assertThat(shown).isEqualTo(whole);
        }
    }

    @Test
    void ofAVeryLongBeginningOnlyAPartStandsOnTopAndLeadsToAllOfIt() {
        String text = "x" + "😀".repeat(12_000);
        open(text, List.of());
        said(150, OPENED.plusSeconds(1));
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));

        Page page = staff.get(path);

        assertThat(page.html().select("#beginning .v-text").text())
                .hasSize(20_000)
                .endsWith("😀…");
        assertThat(shownAt(staff, page.link("#beginning p a"))).contains(text);
    }

    @Test
    void aLinkToAnEntryOpensThePageWhereItStands() {
        open("What it is about", List.of());
        said(20, OPENED.plusSeconds(1));
        Instant at = OPENED.plus(Duration.ofHours(1));
        Comment comment =
                new Comment(Party.system("crm"), Visibility.PUBLIC, "Look here", null, List.of(), Channel.PORTAL, at);
        String link = Firm.applied(requests.comment(Firm.HUB, request, comment, Cause.PORTAL))
                .path();
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));
        said(150, at.plusSeconds(1));

        assertThat(shownAt(staff, link)).contains("Look here");
        Page page = staff.get(link.split("#", 2)[0]);
        assertThat(events(page, "#timeline")).hasSize(151);
        assertThat(events(page, "#beginning")).hasSize(1);
        assertThat(page.html().select("#show-earlier").text()).isEqualTo("Show what came in between (20)");
        assertThat(events(staff.get(page.link("#show-earlier")), "#timeline")).hasSize(21);
        said(1, at.plus(Duration.ofDays(1)));
        assertThat(events(staff.get(page.html().select("#timeline").attr("hx-get")), "#timeline"))
                .hasSize(152);

        said(100, at.plus(Duration.ofDays(2)));
        assertThat(shownAt(staff, link)).contains("Look here");
        assertThat(staff.get(staff.get(link.split("#", 2)[0]).link("#timeline > p a"))
                        .html()
                        .select("#timeline .v-event"))
                .hasSize(100);
    }

    @Test
    void aLinkToWhatTheReaderIsNotShownOpensThePageAsAlways() {
        open("What it is about", List.of());
        said(3, OPENED.plusSeconds(1));
        String note = portalDatabase
                .sql("select id from portal.entry where request_id = ? and visibility = 'internal'")
                .param(request)
                .query(UUID.class)
                .single()
                .toString();
        said(330, OPENED.plus(Duration.ofHours(1)));
        Browser tom = cast.signIn(cast.person(client, Role.CLIENT_MEMBER));
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));

        List<String> usual = events(tom.get(path), "#timeline");
        for (String entry : List.of(note, UUID.randomUUID().toString(), "nonsense")) {
            Page page = tom.get(path + "?entry=" + entry);
            assertThat(page.status()).isEqualTo(200);
            assertThat(events(page, "#timeline")).as(entry).isEqualTo(usual);
        }
        assertThat(events(staff.get(path + "?entry=" + note), "#timeline")).startsWith("entry-" + note);
    }

    @Test
    void newsAboveThePartThatAnOpenPageAsksAnewIsSaidAndStaysSaid() {
        open("What it is about", List.of());
        said(240, OPENED.plus(Duration.ofHours(1)));
        Browser tom = cast.signIn(cast.person(client, Role.CLIENT_MEMBER));
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));
        String again = tom.get(path).html().select("#timeline").attr("hx-get");
        String staffAgain = staff.get(path).html().select("#timeline").attr("hx-get");

        said(1, OPENED.plus(Duration.ofDays(1)));
        Page below = tom.get(again);
        assertThat(events(below, "#timeline")).hasSize(101);
        assertThat(below.html().select("#changed-above")).isEmpty();
        note(OPENED.plusSeconds(1));
        assertThat(tom.get(below.html().select("#timeline").attr("hx-get")).status())
                .as("a client is not told of a note")
                .isEqualTo(204);
        assertThat(staff.get(staffAgain).html().select("#changed-above")).hasSize(1);
        said(1, OPENED.plusSeconds(1));
        Page above = tom.get(below.html().select("#timeline").attr("hx-get"));
        assertThat(above.html().select("#changed-above a").attr("href")).isEqualTo(path);
        said(1, OPENED.plus(Duration.ofDays(2)));
        assertThat(tom.get(above.html().select("#timeline").attr("hx-get"))
                        .html()
                        .select("#changed-above"))
                .hasSize(1);
    }

    @Test
    void nobodyIsAddedByASlip() {
        cast.person(client, Role.CLIENT_MEMBER);
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));

        Page page = staff.get(path);
        assertThat(page.html().select("#field-person option").getFirst().val()).isEmpty();
        staff.post(path + "/participants", Map.of("person", ""));

        assertThat(staff.get(path).text()).contains("Choose who is to hear of it first.");
        assertThat(requests.find(Firm.HUB, request).orElseThrow().state().participants())
                .isEmpty();
    }

    @Test
    void ofARequestThatNoClientIsShownTheAnswerBoxSaysSo() {
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));
        assertThat(staff.get(path).text()).contains("The client sees it, and everybody");
        Firm.applied(requests.moveToClient(Firm.HUB, request, null, Cause.PORTAL.by()));

        assertThat(staff.get(path).text())
                .contains("Shown to no client", "No client sees it.")
                .doesNotContain("The client sees it");
    }

    private void open(String text, List<String> attached) {
        RequestDraft draft =
                new RequestDraft("VAT return", text, null, null, List.of(), attached, Channel.PORTAL, null, OPENED);
        request = Firm.id(requests.open(Firm.HUB, new NewRequest(client, draft, false), Cause.PORTAL));
        path = requests.find(Firm.HUB, request).orElseThrow().path();
    }

    /** One a minute from this time on; every third is an internal note. */
    private void said(int many, Instant from) {
        portalDatabase
                .sql("""
                        insert into portal.entry (id, request_id, kind, at, by_kind, by_name, channel, visibility, text)
                        select gen_random_uuid(), :request, 'comment', :from::timestamptz + (n - 1) * interval '1 minute',
                            'staff', 'Dana', 'portal', case when n % 3 = 0 then 'internal' else 'public' end, 'Word ' || n
                        from generate_series(1, :many) n
                        """)
                .param("request", request)
                .param("from", Database.at(from))
                .param("many", many)
                .update();
    }

    private void note(Instant at) {
        Comment note =
                new Comment(Party.system("crm"), Visibility.INTERNAL, "Aside", null, List.of(), Channel.PORTAL, at);
        Firm.applied(requests.comment(Firm.HUB, request, note, Cause.PORTAL));
    }

    private static List<String> events(Page page, String part) {
        return page.html().select(part + " .v-event").eachAttr("id");
    }

    private List<String> seenBy(Person reader) {
        return requests.timeline(Access.of(reader), request).stream()
                .map(entry -> "entry-" + entry.id())
                .toList();
    }

    /** Where what it was opened with stands in all that the reader is shown. */
    private int opening(Person reader) {
        return requests.timeline(Access.of(reader), request).stream()
                .map(RequestEntry::kind)
                .toList()
                .indexOf(RequestEntry.Kind.OPENED);
    }

    /** What a browser goes to on the page that the link opens. */
    private static String shownAt(Browser browser, String link) {
        String[] parts = link.split("#", 2);
        return browser.get(parts[0]).html().select("#" + parts[1]).text();
    }

    private void say() {
        Firm.applied(requests.comment(answering, request, Firm.comment(Visibility.PUBLIC), Cause.PORTAL));
    }
}
