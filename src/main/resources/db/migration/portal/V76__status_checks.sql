-- What a comment is when it is no ordinary one.
alter table portal.entry add column comment_kind text check (comment_kind in ('status-check'));
