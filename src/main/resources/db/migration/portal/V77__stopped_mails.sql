-- Who takes part and wants no mails about it.
alter table portal.participant add column muted boolean not null default false;

alter table portal.entry drop constraint entry_kind_check;
alter table portal.entry add constraint entry_kind_check
    check (kind in ('opened', 'comment', 'status', 'assigned', 'revised', 'privacy', 'participants', 'mailing'));
