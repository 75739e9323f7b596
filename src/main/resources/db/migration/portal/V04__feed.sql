-- The log of what happened in the portal. Read in the order (xid, position), and only where xid is below the oldest
-- transaction that still runs: a cursor then never passes an event that commits later.
create table portal.feed_event (
    id          uuid primary key,
    xid         xid8 not null,
    position    bigint generated always as identity,
    object_type text not null,
    object_id   uuid not null,
    sequence    bigint not null,
    origin      text,
    at          timestamptz not null,
    type        text not null,
    data        jsonb not null,
    recorded_at timestamptz not null default now()
);
create unique index feed_event_in_order on portal.feed_event (xid, position);
create index feed_event_by_age on portal.feed_event (recorded_at);

-- Counts the events of one object. last_xid keeps the log's order in step with the object's own: of two writers, the
-- one that comes second may have the lower transaction id.
create table portal.feed_object (
    object_type text not null,
    object_id   uuid not null,
    sequence    bigint not null,
    last_xid    xid8 not null,
    primary key (object_type, object_id)
);

-- Who gets the feed pushed. All events up to the cursor are delivered or in the backlog. One node at a time holds the
-- lease and pushes.
create table portal.feed_subscriber (
    name         text primary key,
    xid          xid8 not null default '0',
    position     bigint not null default 0,
    failures     integer not null default 0,
    failing_since timestamptz,
    problem      text,
    next_at      timestamptz not null default now(),
    lease_token  uuid,
    lease_until  timestamptz not null default now()
);

-- Events that a subscriber did not take yet, and those of the same objects behind them.
create table portal.feed_backlog (
    subscriber  text not null references portal.feed_subscriber (name) on delete cascade,
    event_id    uuid not null references portal.feed_event (id),
    xid         xid8 not null,
    position    bigint not null,
    object_type text not null,
    object_id   uuid not null,
    attempts    integer not null default 0,
    next_at     timestamptz not null default now(),
    problem     text,
    primary key (subscriber, event_id)
);
create index feed_backlog_in_order on portal.feed_backlog (subscriber, object_type, object_id, xid, position);
