-- A delivery that failed for good and needs nothing any more is put away: by whom, when and why stands among its events.
create index outbox_put_away on hub.outbox_message (created_at, id) where state = 'PUT_AWAY';
alter table hub.outbox_message drop constraint outbox_message_state_check,
    add constraint outbox_message_state_check check (state in ('WAITING', 'SENDING', 'RETRY', 'HELD', 'SENT',
        'NOT_NEEDED', 'CANCELLED', 'REFUSED', 'DEAD', 'PUT_AWAY')) not valid;
alter table hub.outbox_event add column why text;
