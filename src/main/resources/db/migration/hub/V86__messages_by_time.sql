-- Lists of messages go by time, newest first, also within a window or for one client; what is old is found the same way.
drop index hub.inbox_message_age;
drop index hub.outbox_message_age;
drop index hub.inbox_message_problems;
drop index hub.outbox_problems;
drop index hub.outbox_by_connection;
create index inbox_message_received on hub.inbox_message (received_at, id);
create index inbox_message_problems on hub.inbox_message (received_at, id) where state in ('HELD', 'DEAD', 'REFUSED');
create index inbox_message_client on hub.inbox_message ((coalesce(client_id, assigned_client)), received_at, id)
    where coalesce(client_id, assigned_client) is not null;
create index outbox_created on hub.outbox_message (created_at, id);
create index outbox_problems on hub.outbox_message (state, created_at, id) where state in ('HELD', 'REFUSED', 'DEAD');
create index outbox_by_connection on hub.outbox_message (connection, created_at, id);
create index outbox_by_client on hub.outbox_message (client_id, created_at, id) where client_id is not null;
