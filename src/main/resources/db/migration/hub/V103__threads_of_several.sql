-- One mail can have gone to several people of a request, each of whom knows it.
alter table hub.mail_thread drop constraint mail_thread_pkey;
alter table hub.mail_thread add primary key (message_id, request_id, address);
