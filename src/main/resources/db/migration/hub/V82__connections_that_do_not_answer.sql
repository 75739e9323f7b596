-- A connection that does not answer is left alone: opened_at says since when, probe_at when it is tried next.
alter table hub.failing_connection
    add column unanswered int not null default 0, -- rows in a row that got no answer
    add column last_message bigint,
    add column opened_at timestamptz,
    add column probes int not null default 0; -- that failed since it was opened
update hub.failing_connection set probe_at = null;

-- A claim goes over connections, urgencies and clients in turn, and to the row whose time comes first for a probe.
drop index hub.outbox_open;
create index outbox_turns on hub.outbox_message (connection, priority, coalesce(client_id, ''), id)
    where finished_at is null;
create index outbox_due on hub.outbox_message (connection, due_at, id) where finished_at is null;
create index outbox_sending on hub.outbox_message (connection, lease_until) where state = 'SENDING';
