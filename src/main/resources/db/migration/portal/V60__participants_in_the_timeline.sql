-- Who takes part decides who sees a private request: a change of it leaves a trace.
alter table portal.entry drop constraint entry_kind_check;
alter table portal.entry add constraint entry_kind_check
    check (kind in ('opened', 'comment', 'status', 'assigned', 'revised', 'privacy', 'participants'));
