-- Addresses that our mail came back from for good: no automatic mail goes there until then.
create table hub.mail_undeliverable (
    address text primary key,
    -- what the other server said
    words   text        not null,
    since   timestamptz not null default clock_timestamp(),
    until   timestamptz not null
);
