-- The console's problems and its figures per connection, without reading the whole history.
drop index hub.inbox_message_problems;
create index inbox_message_problems on hub.inbox_message (id) where state in ('HELD', 'DEAD', 'REFUSED');
create index outbox_problems on hub.outbox_message (state, id) where state in ('HELD', 'REFUSED', 'DEAD');
create index outbox_delivered on hub.outbox_message (connection, finished_at) where state in ('SENT', 'NOT_NEEDED');
