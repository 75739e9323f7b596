-- Who handles which message, and until when. Beside the messages, whose rows and many indexes would be written twice for
-- each handling; and unlogged: claims that a crash of the database takes away are only claimed again.
create unlogged table hub.inbox_claim (
    message_id   bigint      primary key,
    app          text        not null,
    ordering_key text        not null,
    claim        uuid        not null,
    held_until   timestamptz not null,
    -- handlings begun since the last one whose end was stored
    attempts     int         not null default 1
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
create index inbox_claim_key on hub.inbox_claim (app, ordering_key);

-- A node of an older release can't claim any longer: it would not see who handles what.
update hub.inbox_message set state = 'RECEIVED', due_at = clock_timestamp() where state = 'PROCESSING';
drop index hub.inbox_message_in_work;
alter table hub.inbox_message drop column claim, drop constraint inbox_message_state_check,
    add constraint inbox_message_state check (state in
        ('RECEIVED', 'RETRY', 'APPLIED', 'IGNORED', 'REFUSED', 'HELD', 'DEAD')) not valid;

-- A day's rows of an app are found by their time; the portal's news has no connection.
drop index hub.inbox_message_day;
create index inbox_message_of_connection on hub.inbox_message (connection, changed_at) where connection is not null;
drop index hub.inbox_message_connection;
alter index hub.inbox_message_of_connection rename to inbox_message_connection;
