-- A merged request is done and points to the one that it was merged into.
alter table portal.request add column merged_into uuid references portal.request (id);
create index request_by_merge on portal.request (merged_into) where merged_into is not null;

alter table portal.relocation drop constraint relocation_kind_check;
alter table portal.relocation
    add constraint relocation_kind_check check (kind in ('move', 'split', 'merge', 'undo')),
    -- of a merge: the word that the merged request was opened with, and the status it had
    add column opening       uuid,
    add column status_before text;
