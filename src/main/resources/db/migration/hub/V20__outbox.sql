-- What is to be delivered: one row per (cause, channel, recipient or connection), for ever.
create table hub.outbox_message (
    id           bigint generated always as identity primary key,
    source       text        not null,
    channel      text        not null,
    target       text        not null,
    connection   text        not null,
    object_type  text,
    object_id    text,
    client_id    text,
    purpose      text        not null,
    priority     smallint    not null,
    body         text        not null,
    message_id   text unique,
    state        text        not null default 'WAITING'
        check (state in ('WAITING', 'SENDING', 'RETRY', 'HELD', 'SENT', 'NOT_NEEDED', 'CANCELLED', 'REFUSED', 'DEAD')),
    reason       text,
    words        text,
    attempts     int         not null default 0, -- since the last replay
    replays      int         not null default 0,
    interrupted  boolean     not null default false,
    created_at   timestamptz not null default clock_timestamp(),
    due_at       timestamptz not null,
    changed_at   timestamptz not null default clock_timestamp(),
    finished_at  timestamptz,
    claim        uuid,
    lease_until  timestamptz,
    noted        text, -- the state the portal was told last
    unique (source, channel, target)
);

-- The open rows only: what the dispatcher looks at stays small however long the history grows.
create index outbox_open on hub.outbox_message (connection, priority, id) where finished_at is null;
create index outbox_lane on hub.outbox_message (connection, object_type, object_id, target, id) where finished_at is null;
create index outbox_by_connection on hub.outbox_message (connection, id desc);
create index outbox_by_object on hub.outbox_message (object_type, object_id, id);
create index outbox_unnoted on hub.outbox_message (id) where channel = 'vendor' and noted is distinct from state;

create table hub.delivery_attempt (
    message    bigint      not null references hub.outbox_message on delete cascade,
    claim      uuid        not null primary key,
    connection text        not null,
    started_at timestamptz not null default clock_timestamp(),
    ended_at   timestamptz,
    outcome    text, -- null while it runs
    reason     text,
    words      text
);
create index delivery_attempt_by_message on hub.delivery_attempt (message, started_at);
create index delivery_attempt_by_connection on hub.delivery_attempt (connection, started_at);

-- What people did to a row.
create table hub.outbox_event (
    message bigint      not null references hub.outbox_message on delete cascade,
    at      timestamptz not null default clock_timestamp(),
    what    text        not null,
    who     text        not null
);
create index outbox_event_by_message on hub.outbox_event (message, at);
