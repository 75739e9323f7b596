-- Whether a token is still in use is what tells when an old one may go.
alter table portal.peer_token add column last_used_at timestamptz;

-- Who let which system in, gave it a new token or removed it.
create table portal.peer_change (
    id      bigint generated always as identity primary key,
    peer    text        not null,
    what    text        not null check (what in ('admitted', 'rotated', 'removed')),
    by_whom text        not null,
    at      timestamptz not null default clock_timestamp()
);
