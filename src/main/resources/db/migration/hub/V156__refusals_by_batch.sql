-- The last batch of news that had come in, of any app, when a delivery was refused: whether anything genuine of the same
-- app came since is one look into an index.
alter table hub.refused_signature add column batch bigint not null default 0;
create index inbox_batch_app on hub.inbox_batch (app, id);
