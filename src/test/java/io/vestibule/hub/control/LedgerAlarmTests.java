package io.vestibule.hub.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.inbox.Conservation;
import io.vestibule.hub.inbox.Delivery;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.outbox.Delinquency;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.portal.access.Person;
import io.vestibule.support.Alerts;
import io.vestibule.support.Browser;
import io.vestibule.support.VestibuleTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A row is removed behind the product's back: the admins hear of it once, the console shows it, and its return ends it. */
class LedgerAlarmTests extends VestibuleTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Inbox inbox;

    @Autowired
    private Conservation conservation;

    @Autowired
    private Delinquency delinquency;

    private final String app = unique("ledger");
    private String admin = "";

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeEach
    void somethingCame() {
        Cast cast = new Cast(context, browser());
        Person person = cast.person(null, Role.INTERNAL_ADMIN);
        admin = person.email();
        browser = cast.signIn(person);
        for (int n = 0; n < 3; n++) {
            Delivery.Item item = new Delivery.Item("", unique("e"), null, "thing", unique("k"), "{}", "/id: missing");
            inbox.receive(new Delivery("webhook", app, new byte[] {1}, "text/plain", Map.of(), List.of(item)));
        }
    }

    @AfterEach
    void forget() {
        hubDatabase.sql("drop table if exists hub.taken_away").update();
    }

    @Test
    void aLostRowIsToldOnceShownInRedAndOverWhenItIsBack() {
        balance();
        assertThat(alerts("The daily sum of " + app)).isEmpty();

        takeOneAway();
        balance();
        balance();

        assertThat(alerts("The daily sum of " + app + " does not add up"))
                .singleElement()
                .satisfies(body ->
                        assertThat(body).contains("3 were seen and 2 are accounted for", "1 missing", "backup"));
        assertThat(browser.get("/console").text())
                .contains("The daily sum of " + app + " does not add up", "3 seen, 2 accounted for");
        assertThat(browser.get("/console/ledger").html().select(".v-error").text())
                .contains("3 seen, 2 accounted for");

        bringItBack();
        balance();
        balance();

        assertThat(alerts("The daily sum of " + app + " adds up again")).hasSize(1);
        assertThat(browser.get("/console").text()).doesNotContain("The daily sum of " + app);
    }

    @Test
    void eachNumberOfTheLedgerLeadsToItsMessages() {
        conservation.storeRecent();
        var row = browser.get("/console/ledger").html().select("tr:has(th:contains(" + app + "))");

        var dead = browser.get(row.select("a[href*=state=dead]").attr("href"));
        var seen = browser.get(row.select("td a").attr("href"));

        assertThat(row.select("a[href*=state=dead]").text()).isEqualTo("3");
        assertThat(dead.html().select("tbody tr")).hasSize(3);
        assertThat(seen.html().select("tbody tr")).hasSize(3);
    }

    private void balance() {
        conservation.storeRecent();
        delinquency.run();
    }

    private void takeOneAway() {
        hubDatabase
                .sql("create table hub.taken_away as select * from hub.inbox_message where app = '" + app + "' limit 1")
                .update();
        hubDatabase
                .sql("delete from hub.inbox_message where id in (select id from hub.taken_away)")
                .update();
    }

    private void bringItBack() {
        String columns = hubDatabase.sql("""
                        select string_agg(column_name, ', ') from information_schema.columns
                        where table_schema = 'hub' and table_name = 'inbox_message' and is_generated = 'NEVER'
                        """).query(String.class).single();
        hubDatabase
                .sql("insert into hub.inbox_message (" + columns + ") overriding system value select " + columns
                        + " from hub.taken_away")
                .update();
    }

    private List<String> alerts(String subject) {
        return new Alerts(hubDatabase, admin).about(subject);
    }
}
