-- False for who was invited by somebody of a client under a domain that is not the client's: until they have signed in, or
-- the firm says so, mail from there says nothing about whose it is.
alter table portal.person add column vouched boolean not null default true;
