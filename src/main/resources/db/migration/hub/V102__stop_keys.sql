-- Keys in the links with which a person stops the mails about one request: no key of an address is written into a link.
alter table hub.reply_key add column stop_key uuid not null default gen_random_uuid() unique;
