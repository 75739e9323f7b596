-- Mails that only asked how a request stands.
create table hub.status_check (
    -- checked at the commit: a rehearsal notes a mail that was never received, and never commits
    inbox_id       bigint primary key references hub.inbox_message (id) on delete cascade deferrable initially deferred,
    client_id      text        not null,
    -- null when nobody can say which
    request_id     text,
    -- who asked, in lower case
    address        text        not null,
    -- why a person has to answer, null = it was answered from the request's state
    left_to_people text,
    asked_at       timestamptz not null default clock_timestamp()
);
create index status_check_address on hub.status_check (address, request_id, asked_at);
create index status_check_client on hub.status_check (client_id, asked_at);
