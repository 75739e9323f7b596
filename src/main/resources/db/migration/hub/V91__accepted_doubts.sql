-- Doubts that a person accepted about a held message: the reason it was held for, and who let it in all the same.
alter table hub.inbox_message add column accepted jsonb;

-- Decisions of before count for what the message was held for at that time.
update hub.inbox_message m set accepted = decided.accepted
from (
    select e.message_id, jsonb_object_agg(held.reason, e.by_whom) as accepted
    from hub.inbox_event e cross join lateral (
        select h.reason from hub.inbox_event h
        where h.message_id = e.message_id and h.id < e.id and h.state = 'HELD'
        order by h.id desc limit 1) held
    where e.reason = 'let-in' and held.reason is not null
    group by e.message_id) decided
where m.id = decided.message_id;
