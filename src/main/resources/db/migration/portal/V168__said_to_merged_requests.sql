-- The merged request that it was said to, though it was written where that one goes on; null: said to the request itself.
-- No reference: it counts also when that request is gone.
alter table portal.entry add column said_to uuid;
create index entry_said_to on portal.entry (said_to) where said_to is not null;

-- Of portal.relocation one thing grows: `joined` of a merge gets those who stay because of it when another is taken back.
