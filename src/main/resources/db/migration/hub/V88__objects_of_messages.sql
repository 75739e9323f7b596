-- Most versions of a row have no object yet: only its end names one.
drop index hub.inbox_message_object;
create index inbox_message_object on hub.inbox_message (object_type, object_id) where object_id is not null;
