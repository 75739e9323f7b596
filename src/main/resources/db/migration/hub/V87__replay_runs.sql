-- Replays of many messages at once: who asked for it and why, how fast, and how far it is.
create table hub.replay_run (
    id         bigint generated always as identity primary key,
    direction  text        not null check (direction in ('RECEIVED', 'SENT')),
    found      text        not null, -- address of the list it was started from
    reason     text        not null,
    per_minute int         not null,
    started_by text        not null,
    started_at timestamptz not null default clock_timestamp(),
    state      text        not null default 'RUNNING' check (state in ('RUNNING', 'PAUSED', 'CANCELLED', 'DONE')),
    next_at    timestamptz not null default clock_timestamp(), -- when the next portion may be taken
    ended_at   timestamptz,
    total      int         not null,
    asked      int         not null default 0,
    skipped    int         not null default 0,
    ended      int         not null default 0,
    applied    int         not null default 0,
    failed     int         not null default 0
);
create index replay_run_running on hub.replay_run (next_at) where state = 'RUNNING';
create index replay_run_in_work on hub.replay_run (id) where asked > ended;

-- The set of a run, fixed at its start; a message is taken once. outcome: how it ended, or why it was left as it was.
create table hub.replay_item (
    run     bigint not null references hub.replay_run on delete cascade,
    message bigint not null,
    state   text   not null default 'WAITING' check (state in ('WAITING', 'ASKED', 'SKIPPED', 'ENDED')),
    outcome text,
    primary key (run, message)
);
create index replay_item_waiting on hub.replay_item (run, message) where state = 'WAITING';
create index replay_item_asked on hub.replay_item (run) where state = 'ASKED';

-- What people did to a run.
create table hub.replay_event (
    run  bigint      not null references hub.replay_run on delete cascade,
    at   timestamptz not null default clock_timestamp(),
    what text        not null,
    who  text        not null
);
create index replay_event_of_run on hub.replay_event (run, at);
