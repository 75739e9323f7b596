-- What a person typed in the portal leaves whatever a brake says, and is not counted by it.
alter table hub.mail_sent add column by_hand boolean not null default false;

-- Where mail is held back because an address got too many about one request.
create table hub.mail_brake (
    address    text        not null,
    request_id text        not null,
    since      timestamptz not null default clock_timestamp(),
    until      timestamptz not null,
    -- mails that did not leave since then
    held_back  int         not null default 1,
    -- whether the request says so
    told       boolean     not null default false,
    primary key (address, request_id)
);
create index mail_brake_until on hub.mail_brake (until);

-- How much one sender wrote lately.
create index mail_message_sender on hub.mail_message (sender, noted_at);
