-- When a mail was put into the folder of the handled or the held ones; null = it lies where it was received.
alter table hub.mailbox_seen add moved_at timestamptz;
create index mailbox_seen_to_move on hub.mailbox_seen (connection, external_id) where moved_at is null;
