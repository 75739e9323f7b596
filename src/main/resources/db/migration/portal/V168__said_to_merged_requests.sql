-- The merged request that it was said to, though it was written where that one goes on; null: said to the request itself.
-- No reference: it counts also when that request is gone.
alter table portal.entry add column said_to uuid;

-- Of portal.relocation one thing grows: `joined` of a merge gets those who stay because of it when another is taken back.
