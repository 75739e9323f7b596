-- Folders of mailboxes that are read or were.
create table hub.mailbox_folder (
    connection    text not null,
    folder        text not null,
    -- since when its mails are taken, null = it could never be read
    read_since    timestamptz,
    -- since when it can't be read although others of the mailbox can
    failing_since timestamptz,
    failure       text,
    primary key (connection, folder)
);
