-- The text of a mail as its writer laid it out goes with the entry, too.
alter table portal.file
    drop constraint file_disposition_check,
    add constraint file_disposition_check check (disposition in ('attachment', 'inline', 'body'));
