-- What moves a request's clocks, as the feed told it. The clocks are computed from these rows, so a fact that comes
-- late or twice does no harm.
create table hub.sla_fact (
    request_id  text        not null,
    event_id    text        not null,
    kind        text        not null,
    at          timestamptz not null,
    primary key (request_id, event_id, kind)
);

-- The clocks of a request as last computed.
create table hub.sla_clock (
    request_id     text        not null,
    metric         text        not null,
    request_number text        not null,
    client_id      text        not null,
    policy         text        not null,
    state          text        not null,
    due_at         timestamptz,
    stopped_at     timestamptz,
    primary key (request_id, metric)
);
create index sla_clock_open on hub.sla_clock (due_at) where state in ('RUNNING', 'BREACHED') and stopped_at is null;

-- One row per reminder; it is sent at most once, however often its clock is computed anew.
create table hub.sla_reminder (
    id          bigint generated always as identity primary key,
    request_id  text        not null,
    metric      text        not null,
    kind        text        not null check (kind in ('before', 'breach')),
    due_at      timestamptz,
    state       text        not null default 'OPEN' check (state in ('OPEN', 'SENT', 'CANCELLED')),
    reason      text,
    claimed_until timestamptz,
    ended_at    timestamptz,
    unique (request_id, metric, kind)
);
create index sla_reminder_due on hub.sla_reminder (due_at) where state = 'OPEN' and due_at is not null;
