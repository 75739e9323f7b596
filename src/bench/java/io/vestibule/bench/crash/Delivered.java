package io.vestibule.bench.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.bench.machine.BenchFirm;
import io.vestibule.bench.report.Report;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the outbox says it sent against what arrived at mailboxes and at the CRM. */
final class Delivered {

    private static final Map<String, String> STAGES =
            Map.of("new", "1", "waiting-on-client", "2", "in-progress", "3", "done", "4");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CrashWorld world;
    private final Report.Section section;
    private final JdbcClient jdbc;

    Delivered(CrashWorld world, Report.Section section) {
        this.world = world;
        this.section = section;
        this.jdbc = world.jdbc();
    }

    void compare(Set<Long> sendingAtAKill) {
        mails(sendingAtAKill);
        section.same("reminders: sent ones without a mail in the outbox", 0, count("""
                                select count(*) from hub.sla_reminder r where r.state = 'SENT' and not exists (
                                    select from hub.outbox_message m where m.source = 'sla:' || r.id)
                                """))
                .figure("reminders sent", count("select count(*) from hub.sla_reminder where state = 'SENT'"), "")
                .same("acknowledgements: requests that got more or less than one", 0, count("""
                                select count(*) from portal.request r where r.channel = 'email' and 1 <> (
                                    select count(*) from hub.outbox_message m
                                    where m.purpose = 'acknowledgement' and m.object_id = r.id::text)
                                """));
        crm();
    }

    private record Row(
            long id,
            String messageId,
            String state,
            @Nullable String reason,
            boolean interrupted) {
        /** By the brakes on too many mails to one address, for example. */
        boolean leftOut() {
            return state.equals("CANCELLED") && reason != null;
        }
    }

    private void mails(Set<Long> sendingAtAKill) {
        Map<String, Integer> wire = wire();
        Map<String, Row> rows = new HashMap<>();
        jdbc.sql("""
                        select id, message_id, state, reason, exists (
                            select from hub.delivery_attempt a where a.message = m.id and a.outcome = 'INTERRUPTED')
                            as interrupted
                        from hub.outbox_message m where channel = 'mail'
                        """).query(Row.class).list().forEach(row -> rows.put(row.messageId(), row));
        List<Row> sent =
                rows.values().stream().filter(row -> row.state().equals("SENT")).toList();
        List<Row> twice = sent.stream()
                .filter(row -> wire.getOrDefault(row.messageId(), 0) > 1)
                .toList();
        wire.keySet().removeIf(id -> !id.endsWith("@127.0.0.1"));
        section.figure("mails sent", sent.size(), "")
                .figure("of them with a second copy on the wire", twice.size(), "")
                .figure("deliveries that were under way at a kill", sendingAtAKill.size(), "")
                .same(
                        "mails out: rows that are neither sent nor cancelled with a reason",
                        0,
                        rows.values().stream().filter(row -> !row.leftOut()).count() - sent.size())
                .same("mails out: distinct Message-IDs that arrived, one per sent row", sent.size(), wire.size())
                .same(
                        "mails out: sent ones that did not arrive",
                        0,
                        sent.stream()
                                .filter(row -> !wire.containsKey(row.messageId()))
                                .count())
                .same(
                        "mails out: second copies of one that was not under way at a kill",
                        0,
                        twice.stream()
                                .filter(row -> !row.interrupted() || !sendingAtAKill.contains(row.id()))
                                .count());
    }

    /** How often each Message-ID is in any mailbox; without those of the firm's clients. */
    private Map<String, Integer> wire() {
        Map<String, Integer> times = new HashMap<>();
        for (MimeMessage mail : world.mails().allMails()) {
            try {
                times.merge(String.valueOf(mail.getMessageID()).replaceAll("[<>]", ""), 1, Integer::sum);
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }
        return times;
    }

    private record Ticket(String originId, String status, String requestId) {}

    private void crm() {
        List<Ticket> tickets = jdbc.sql("select origin_id, status, id::text as request_id from portal.request"
                        + " where origin_account = :crm order by origin_id")
                .param("crm", BenchFirm.CRM_APP)
                .query(Ticket.class)
                .list();
        section.same(
                "CRM: tickets that are requests",
                tickets.size(),
                world.crm().ids("tickets").size());
        for (Ticket ticket : tickets) {
            List<String> set = statuses(ticket);
            List<String> written = written(ticket);
            section.same(
                            "CRM: changes of ticket " + ticket.originId() + " without one row in the outbox",
                            0,
                            changesWithoutARow(ticket))
                    .check(
                            "CRM: ticket " + ticket.originId() + " ends as the portal has it",
                            String.valueOf(STAGES.get(ticket.status()))
                                    .equals(world.crm().property("tickets", ticket.originId(), "hs_pipeline_stage")),
                            ticket.status() + " in the portal")
                    .check(
                            "CRM: ticket " + ticket.originId() + " was written in the order of the changes",
                            inOrder(written, set),
                            written + " written, " + set + " set");
        }
    }

    private List<String> statuses(Ticket ticket) {
        return jdbc
                .sql("select new_value from portal.entry where kind = 'status' and request_id = :id::uuid"
                        + " order by recorded_at")
                .param("id", ticket.requestId())
                .query(String.class)
                .list()
                .stream()
                .map(status -> String.valueOf(STAGES.get(status)))
                .toList();
    }

    private long changesWithoutARow(Ticket ticket) {
        return jdbc.sql("""
                        select count(*) from portal.feed_event e
                        where e.type = 'request-status-changed' and e.object_id = :id::uuid and 1 <> (
                            select count(*) from hub.outbox_message m
                            where m.connection = :crm and m.source like '%' || e.id || '%')
                        """)
                .param("id", ticket.requestId())
                .param("crm", BenchFirm.CRM_APP)
                .query(Long.class)
                .single();
    }

    private List<String> written(Ticket ticket) {
        return world.crm().calls("PATCH", ".*/tickets/" + ticket.originId()).stream()
                .map(call -> stage(call.body()))
                .toList();
    }

    private static String stage(String body) {
        try {
            return JSON.readTree(body).at("/properties/hs_pipeline_stage").asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(body, e);
        }
    }

    /** Changes may be left out where a newer one waits; one may come twice in a row after a kill. */
    private static boolean inOrder(List<String> written, List<String> set) {
        Iterator<String> next = set.iterator();
        String last = "";
        for (String stage : written) {
            boolean found = stage.equals(last);
            while (!found && next.hasNext()) {
                found = next.next().equals(stage);
            }
            if (!found) {
                return false;
            }
            last = stage;
        }
        return true;
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
