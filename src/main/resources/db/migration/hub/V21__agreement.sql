-- Per linked field the value both sides last agreed on.
create table hub.agreed_state (
    connection  text        not null,
    object_type text        not null,
    object_id   text        not null,
    field       text        not null,
    value       text        not null,
    agreed_at   timestamptz not null default clock_timestamp(),
    primary key (connection, object_type, object_id, field)
);

-- Both sides changed the field since they last agreed: who had what, and whose value stayed.
create table hub.conflict (
    id          bigint generated always as identity primary key,
    connection  text        not null,
    object_type text        not null,
    object_id   text        not null,
    field       text        not null,
    base        text        not null,
    ours        text        not null,
    theirs      text        not null,
    winner      text        not null check (winner in ('record', 'portal')),
    cause       text        not null, -- key of the news or delivery that met it
    at          timestamptz not null default clock_timestamp(),
    unique (connection, object_type, object_id, field, cause)
);
