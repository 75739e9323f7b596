package io.vestibule.hub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.inbox.Delivery;
import io.vestibule.hub.inbox.Inbox;
import io.vestibule.hub.inbox.InboxRows;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.VestibuleTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The list of held mails, in a browser without script. */
class QuarantinePagesTests extends VestibuleTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Inbox inbox;

    @Autowired
    private InboxRows rows;

    private final String mailbox = unique("help");

    @SuppressWarnings("NullAway.Init")
    private Browser admin;

    @BeforeEach
    void signIn() {
        Cast cast = new Cast(context, browser());
        admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
    }

    @AfterEach
    void forget() {
        for (String table : List.of("inbox_message", "inbox_batch", "conservation")) {
            hubDatabase
                    .sql("delete from hub." + table + " where app = :app")
                    .param("app", mailbox)
                    .update();
        }
    }

    /** A browser presses the first button of a form when Enter is pressed in one of its fields. */
    @Test
    void enterInTheReasonDecidesNothingAndLosesNothing() {
        long id = held();
        Page list = admin.get("/console/quarantine?mailbox=" + mailbox);
        assertThat(list.html()
                        .select("form[action$=/decisions] button[type=submit]")
                        .eachAttr("value"))
                .containsExactly("", "let-in", "refuse");

        Page again = admin.follow(admin.post(
                "/console/quarantine/decisions",
                Map.of("mailbox", mailbox, "mail", id + ":unknown-sender", "why", "Spam", "verdict", "")));

        assertThat(again.text()).contains("Nothing was decided");
        assertThat(rows.find(id).orElseThrow().state()).isEqualTo(InboxState.HELD);
        assertThat(again.html().select("#field-why").val()).isEqualTo("Spam");
        assertThat(again.html().select("input[name=mail][checked]")).hasSize(1);
        assertThat(admin.get("/console/quarantine?mailbox=" + mailbox).html().select("input[name=mail][checked]"))
                .isEmpty();
    }

    @Test
    void afterTheLastMailOfAChoiceTheListSaysWhyItIsEmptyAndLeadsToAll() {
        long id = held();
        admin.get("/console/quarantine?mailbox=" + mailbox);

        Page none = admin.follow(admin.post(
                "/console/quarantine/decisions",
                Map.of("mailbox", mailbox, "mail", id + ":unknown-sender", "verdict", "refuse")));

        assertThat(none.text()).contains("1 mail refused");
        assertThat(none.html().select("#field-mailbox option[selected]").val()).isEqualTo(mailbox);
        assertThat(none.html().select(".v-empty").text()).startsWith("No mail fits this choice.");
        assertThat(none.link(".v-empty a")).isEqualTo("/console/quarantine");
    }

    private long held() {
        byte[] raw = "From: sam@mail.example\r\nSubject: Cheap loans\r\n\r\nHello\r\n".getBytes(StandardCharsets.UTF_8);
        Delivery.Item item = new Delivery.Item("", unique("mail"), null, "mail", unique("key"), null, "/id: missing");
        long id = inbox.receive(new Delivery("mail", mailbox, raw, "message/rfc822", Map.of(), List.of(item)))
                .getFirst()
                .id();
        hubDatabase
                .sql("update hub.inbox_message set state = 'HELD', reason = 'unknown-sender' where id = ?")
                .param(id)
                .update();
        return id;
    }
}
