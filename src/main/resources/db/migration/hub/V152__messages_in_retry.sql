-- Which connections are stuck is asked all the time, also while very many messages are open.
create index inbox_message_retry on hub.inbox_message (connection, open_since) where state = 'RETRY';
