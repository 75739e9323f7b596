package io.vestibule.speed;

import io.vestibule.platform.database.Database;
import java.util.UUID;

/**
 * Fills the store as years of a busy firm would: 100 clients, 100,000 requests with 300,000 comments, 100,000 invoices,
 * 200,000 messages received and 100,000 sent. Written past the product, by SQL, since nobody waits for so many mails.
 */
final class FullStore {

    /** Whoever is asked for belongs to the first of the clients, whose id and people are known by their number. */
    private static final String ID = "cast(lpad(to_hex(%s), 32, '0') as uuid)";

    private final Database database;

    FullStore(Database database) {
        this.database = database;
    }

    static UUID client(int number) {
        return new UUID(0, 0x1000 + number);
    }

    void fill(UUID owner) {
        clients();
        requests(owner);
        invoices();
        received();
        links();
        sent();
        database.sql("vacuum analyze").update();
    }

    private void clients() {
        run("""
                insert into portal.client (id, name, team)
                select %s, 'Client ' || n, 'Accounts' from generate_series(0, 99) n""".formatted(ID.formatted("4096 + n")));
        run("""
                insert into portal.person (id, client_id, name, email, role, billing)
                select %s, %s, 'Person ' || n, 'person-' || n || '@client-' || (n %% 100) || '.example',
                    'CLIENT_MEMBER', n %% 3 = 0
                from generate_series(0, 999) n""".formatted(ID.formatted("65536 + n"), ID.formatted("4096 + n % 100")));
    }

    /** Nine of ten are done, as with every firm that works. */
    private void requests(UUID owner) {
        database.sql("""
                        insert into portal.request (id, client_id, subject, text, status, private, channel,
                            requester_kind, requester_id, requester_name, requester_email, owner_id, team, opened_at,
                            last_activity_at)
                        select %s, %s, 'Question ' || n || ' about ' || w[1 + n %% 8], 'Hello, about ' || w[1 + n %% 8]
                                || ' we need to know more by ' || w[1 + (n / 8) %% 8] || '. ' || repeat('Thank you. ', 20),
                            case when n %% 10 > 0 then 'done' when n %% 30 = 0 then 'waiting-on-client'
                                when n %% 20 = 0 then 'in-progress' else 'new' end,
                            n %% 50 = 0, 'email', 'contact', %s, 'Person ' || n %% 1000,
                            'person-' || n %% 1000 || '@client-' || n %% 100 || '.example',
                            case when n %% 7 = 0 then null else :owner end, 'Accounts',
                            now() - n * interval '10 minutes', now() - n * interval '9 minutes'
                        from generate_series(1, 100000) n,
                            (select array['payroll', 'receipts', 'dividends', 'pensions', 'mileage', 'leases', 'grants',
                                'stock'] w) words""".formatted(
                        ID.formatted("1048576 + n"), ID.formatted("4096 + n % 100"), ID.formatted("65536 + n % 1000")))
                .param("owner", owner)
                .update();
        run("""
                insert into portal.participant (request_id, person_id)
                select id, requester_id from portal.request""");
        run("""
                insert into portal.entry (id, request_id, kind, at, by_kind, by_id, by_name, channel, text)
                select gen_random_uuid(), r.id, case when k = 0 then 'opened' else 'comment' end,
                    r.opened_at + k * interval '1 minute', 'contact', r.requester_id, r.requester_name, 'email',
                    'Words of entry ' || k
                from portal.request r, generate_series(0, 3) k""");
        run("""
                insert into portal.service_level (request_id, metric, due_at, state, lines)
                select id, m, opened_at + interval '1 day', case when status = 'done' then 'met' else 'running' end, '[]'
                from portal.request, unnest(array['first-response', 'resolution']) m""");
    }

    private void invoices() {
        run("""
                insert into portal.invoice (id, client_id, origin_account, origin_id, number, status, currency, total,
                    amount_due, issue_date, due_date, source, source_updated_at, seen_at)
                select %s, %s, 'ledger', 'i' || n, 'INV-' || n, case when n %% 20 = 0 then 'open' else 'paid' end, 'GBP',
                    100 + n %% 900, case when n %% 20 = 0 then 100 + n %% 900 else 0 end, current_date - n / 50,
                    current_date - n / 50 + 14, 'Xero', now(), now()
                from generate_series(1, 100000) n""".formatted(ID.formatted("16777216 + n"), ID.formatted("4096 + n % 100")));
    }

    /** One in a thousand is held, one in two thousand is dead. */
    private void received() {
        run("""
                insert into hub.payload (app, content_type, headers, bytes)
                values ('ledger', 'application/json', '{}', convert_to('{}', 'UTF8'))""");
        run("""
                insert into hub.inbox_message (kind, app, account, external_id, connection, event_type, ordering_key,
                    payload_id, received_at, state, changed_at, attempts, reason, result, object_type, object_id,
                    client_id)
                select case when n %% 2 = 0 then 'mail' else 'webhook' end, 'app-' || n %% 10, 'a', 'x' || n,
                    'connection-' || n %% 10, case when n %% 2 = 0 then 'mail' else 'INVOICE.UPDATE' end, 'k' || n, 1,
                    now() - (200000 - n) * interval '30 seconds',
                    case when n %% 1000 = 0 then 'HELD' when n %% 2000 = 1 then 'DEAD' else 'APPLIED' end,
                    now() - (200000 - n) * interval '30 seconds', 1,
                    case when n %% 1000 = 0 then 'unknown-sender' when n %% 2000 = 1 then 'mapping-failed' end,
                    'REQ-' || n || ' opened', 'request', n::text, %s::text
                from generate_series(1, 200000) n""".formatted(ID.formatted("4096 + n % 100")));
        run("""
                insert into hub.inbox_batch (app, day, seen, duplicates)
                select app, (received_at at time zone 'UTC')::date, count(*), 0 from hub.inbox_message group by 1, 2""");
    }

    /** A ledger's contacts, one in a hundred linked with nobody yet. */
    private void links() {
        run("""
                insert into hub.link (connection, kind, external_id, client_id, label, linked_by)
                select 'connection-1', 'contact', 'c' || n, case when n %% 100 > 0 then %s end, 'Contact ' || n,
                    case when n %% 100 > 0 then 'Dana' end
                from generate_series(1, 10000) n""".formatted(ID.formatted("4096 + n % 100")));
        run("""
                update hub.inbox_message set reason = 'no-link',
                    hold_key = 'link:connection-1:contact:c' || 100 * (1 + id / 1000 % 100)
                where state = 'HELD' and id % 2000 = 0""");
    }

    private void sent() {
        run("""
                insert into hub.outbox_message (source, channel, target, connection, object_type, object_id, purpose,
                    priority, body, state, created_at, due_at, changed_at, finished_at)
                select 'feed:' || n, 'mail', 'person-' || n % 1000 || '@client.example', 'connection-' || n % 10,
                    'request', n::text, 'comment', 5, '{}', 'SENT', now(), now(), now(), now()
                from generate_series(1, 100000) n""");
    }

    private void run(String sql) {
        database.sql(sql).update();
    }
}
