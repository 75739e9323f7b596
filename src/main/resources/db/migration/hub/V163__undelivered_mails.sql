-- A mail about a request that failed for good is told there, anew when it was sent again and failed again: after how many
-- replays it was told last. What failed before this release is no news.
alter table hub.outbox_message add column noted_replays int;
update hub.outbox_message set noted_replays = replays
where channel = 'mail' and object_type = 'request' and state in ('REFUSED', 'DEAD');
create index outbox_undelivered on hub.outbox_message (id)
    where channel = 'mail' and object_type = 'request' and state in ('REFUSED', 'DEAD')
        and noted_replays is distinct from replays;
