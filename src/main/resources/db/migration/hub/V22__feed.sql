-- Up to where the portal's feed was compared with what arrived.
create table hub.feed_cursor (
    feed       text primary key,
    cursor     text        not null,
    checked_at timestamptz not null default clock_timestamp()
);
