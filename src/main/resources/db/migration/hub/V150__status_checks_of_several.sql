-- A mail that names no request is about all that are open: request_id is the one it stands in, these are the others.
alter table hub.status_check add column others text[] not null default '{}';
