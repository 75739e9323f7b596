-- Whom a mail about a request went to as well, and whom the firm did not admit: listed, never told anything.
create table portal.onlooker (
    request_id uuid        not null references portal.request (id) on delete cascade,
    email      text        not null,
    name       text,
    named_by   text        not null,
    at         timestamptz not null,
    primary key (request_id, email)
);
