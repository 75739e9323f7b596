-- Claims go from account to account and look only at the first due messages of each.
drop index hub.inbox_message_due;
create index inbox_message_due on hub.inbox_message (app, account, due_at, id) where is_open;
create index inbox_message_in_work on hub.inbox_message (app) where state = 'PROCESSING';
