-- When a node first saw the reminder due: how long it waits for news of its request is measured from then.
alter table hub.sla_reminder add column seen_due_at timestamptz;
