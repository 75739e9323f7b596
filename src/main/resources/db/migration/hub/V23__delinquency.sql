-- Connections whose deliveries fail without a success in between.
create table hub.failing_connection (
    connection    text primary key,
    failing_since timestamptz not null default clock_timestamp(),
    failures      int         not null default 1,
    reason        text        not null,
    words         text,
    probe_at      timestamptz -- paused: the queue is tried again then
);

-- Troubles the admins were told of and that are not over. One row from the mail "stopped" to the mail "well again".
create table hub.told_trouble (
    subject text primary key, -- a connection's name, or app:<name>
    episode uuid        not null default gen_random_uuid(),
    title   text        not null,
    told_at timestamptz not null default clock_timestamp()
);
