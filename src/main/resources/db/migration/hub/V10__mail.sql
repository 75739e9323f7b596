-- One row per mail that was handled: its identity, and whether a machine may answer it.
create table hub.mail_message (
    inbox_id     bigint primary key references hub.inbox_message (id) on delete cascade,
    connection   text        not null,
    message_id   text        not null,
    -- Message-ID with the hash of sender and body: equal for the same mail in another mailbox
    external_id  text        not null unique,
    sender       text,
    -- why nobody is answered automatically, null = answerable
    unanswerable text,
    request_id   text,
    noted_at     timestamptz not null default clock_timestamp()
);
create index mail_message_id on hub.mail_message (message_id);

-- Message-IDs the hub sent or received, and the request each belongs to.
create table hub.mail_thread (
    message_id text        not null,
    request_id text        not null,
    direction  text        not null check (direction in ('IN', 'OUT')),
    address    text        not null,
    noted_at   timestamptz not null default clock_timestamp(),
    primary key (message_id, request_id)
);
create index mail_thread_request on hub.mail_thread (request_id, noted_at);

-- Keys in reply addresses; each stands for one request and one person.
create table hub.reply_key (
    reply_key  text primary key,
    request_id text        not null,
    address    text        not null,
    issued_at  timestamptz not null default clock_timestamp(),
    unique (request_id, address)
);

-- Why a mail went where it went.
create table hub.mail_evidence (
    id       bigint generated always as identity primary key,
    inbox_id bigint      not null references hub.inbox_message (id) on delete cascade,
    at       timestamptz not null default clock_timestamp(),
    words    text        not null
);
create index mail_evidence_inbox on hub.mail_evidence (inbox_id, id);

-- Where watching a mailbox stands.
create table hub.mailbox_watch (
    connection    text primary key,
    watched_since timestamptz not null default clock_timestamp(),
    -- last look in which nothing was left over
    complete_at   timestamptz,
    -- the node that watches it, and until when
    holder        uuid,
    held_until    timestamptz,
    last_success  timestamptz,
    failing_since timestamptz,
    failure       text
);

-- Mails of a mailbox that were received, by the server's own numbers.
create table hub.mailbox_seen (
    connection   text        not null,
    uid_validity bigint      not null,
    uid          bigint      not null,
    seen_at      timestamptz not null default clock_timestamp(),
    primary key (connection, uid_validity, uid)
);

-- Every mail the hub sent, so that it is known when it comes back.
create table hub.mail_sent (
    message_id text primary key,
    outbox_id  bigint      not null,
    address    text        not null,
    request_id text,
    purpose    text        not null,
    sent_at    timestamptz not null default clock_timestamp()
);
create index mail_sent_address on hub.mail_sent (address, sent_at);
