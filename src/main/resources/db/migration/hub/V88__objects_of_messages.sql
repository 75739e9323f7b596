-- Most versions of a row have no object yet: only its end names one. The new index is there before the old one goes, so
-- that reading goes on meanwhile.
create index inbox_message_named on hub.inbox_message (object_type, object_id) where object_id is not null;
drop index hub.inbox_message_object;
alter index hub.inbox_message_named rename to inbox_message_object;
