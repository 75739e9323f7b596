-- A mail that leaves after its request was told that it failed is told there as well.
create index outbox_untold_mail on hub.outbox_message (id)
    where channel = 'mail' and object_type = 'request'
        and (state in ('REFUSED', 'DEAD') and noted_replays is distinct from replays
            or state = 'SENT' and noted_replays < replays);
drop index hub.outbox_undelivered;
