-- A mail refers to the first and the latest of what its reader sent or got: found there in their order, however long the
-- conversation is.
create index mail_thread_reader on hub.mail_thread (request_id, address, noted_at, message_id);
drop index hub.mail_thread_request;
