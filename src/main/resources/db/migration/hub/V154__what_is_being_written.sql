-- What the record is about to get, from before it is written until it is agreed: an answer may be lost.
alter table hub.agreed_state add column announced text;
