-- Numbers of mails as their server gives them, per folder: UIDVALIDITY and UID in IMAP, UIDL in POP3. Those of a folder other
-- than INBOX are not carried over: its mails are fetched once more and known by their inbox keys.
alter table hub.mailbox_seen
    add folder text not null default 'INBOX',
    add number text;
update hub.mailbox_seen set number = uid_validity || ':' || uid;
alter table hub.mailbox_seen
    drop constraint mailbox_seen_pkey,
    drop uid_validity,
    drop uid,
    alter folder drop default,
    alter number set not null,
    add primary key (connection, folder, number);
