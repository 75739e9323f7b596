-- What a file is by its content. Those of before were not looked at.
alter table portal.file
    add column danger  text not null default 'unknown' check (danger in ('none', 'macros', 'program', 'unknown')),
    add column remark  text,
    add column disposition text not null default 'attachment' check (disposition in ('attachment', 'inline')),
    add column same_as uuid references portal.file (id),
    alter column bytes drop not null,
    add constraint file_has_bytes check ((bytes is null) = (same_as is not null));
create index file_by_same_as on portal.file (same_as) where same_as is not null;

-- A picture that the request has already belongs to the text without being shown beside it again.
alter table portal.attachment add column shown boolean not null default true;
