-- A pusher may be an e-mail address: `pushkey` then is one of its owner's. While they have something unread of which
-- no mail tells, `unread_after` is the position before it and `mail_due_ms` when the mail goes; `mailed_pos` is up to
-- where mails have told, and `mailed_ms` when the last one did.
alter table pusher drop constraint pusher_kind_check;
alter table pusher add constraint pusher_kind_check check (kind in ('http', 'email'));
alter table pusher
  add column unread_after bigint,
  add column mail_due_ms bigint,
  add column mailed_pos bigint not null default 0,
  add column mailed_ms bigint not null default 0,
  add constraint pusher_mail_due check ((unread_after is null) = (mail_due_ms is null));
create index pusher_mail_due on pusher (mail_due_ms) where mail_due_ms is not null;
