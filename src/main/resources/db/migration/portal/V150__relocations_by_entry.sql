-- Found by what went, by the word that opened a merged request, and by where it went.
create index relocation_by_entry on portal.relocation using gin (entries);
create index relocation_by_opening on portal.relocation (opening) where opening is not null;
create index relocation_by_target on portal.relocation (to_id);
