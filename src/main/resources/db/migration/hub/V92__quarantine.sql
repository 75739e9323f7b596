-- Senders whose mails a mailbox takes in spite of a doubt; who removed one stays known.
create table hub.mail_allowed (
    id         bigint generated always as identity primary key,
    mailbox    text        not null,
    sender     text        not null, -- an address, or a domain with an at sign in front
    doubt      text        not null,
    allowed_at timestamptz not null default clock_timestamp(),
    allowed_by text        not null,
    removed_at timestamptz,
    removed_by text
);
create unique index mail_allowed_now on hub.mail_allowed (mailbox, sender, doubt) where removed_at is null;

-- The days on which the admins were told what waits in the quarantine.
create table hub.quarantine_digest (
    day     date primary key,
    told_at timestamptz not null default clock_timestamp()
);
