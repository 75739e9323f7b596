-- Nobody reads it: the attempts say which of them was interrupted.
alter table hub.outbox_message drop column interrupted;
