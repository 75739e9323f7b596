-- The latest applied message of a connection is one look, also where most of its news is none of ours.
create index inbox_message_by_state on hub.inbox_message (connection, state, changed_at) where connection is not null;
drop index hub.inbox_message_connection;
