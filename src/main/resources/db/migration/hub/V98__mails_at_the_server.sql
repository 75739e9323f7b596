-- As which message of the inbox a mail was received; null = it never was.
alter table hub.mailbox_seen add external_id text;

-- Up to which UID a folder was compared with what was received.
create table hub.mailbox_balance (
    connection   text        not null,
    folder       text        not null,
    uid_validity bigint      not null,
    next_uid     bigint      not null,
    compared_at  timestamptz not null default clock_timestamp(),
    primary key (connection, folder)
);

-- Mails that the server has or had and that were not received.
create table hub.mailbox_missed (
    connection text        not null,
    folder     text        not null,
    number     text        not null,
    noted_at   timestamptz not null default clock_timestamp(),
    -- when it no longer lay there, null = it does
    gone_at    timestamptz,
    primary key (connection, folder, number)
);
