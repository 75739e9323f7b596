-- Deliveries of a proven sender that could not be taken: counted, not stored, told to the admins.
create table hub.untaken_delivery (
    app      text        not null,
    minute   timestamptz not null,
    untaken  bigint      not null,
    first_at timestamptz not null default clock_timestamp(),
    last_at  timestamptz not null default clock_timestamp(),
    reason   text        not null,
    primary key (app, minute)
);
