-- How mails to a client are written; null = as the firm has it.
alter table portal.client add column language text;
alter table portal.client add column mail_content text check (mail_content in ('full', 'link'));
