-- The record: what happened, append-only and chained; what may be erased, beside it; what others are still to hear of;
-- and the answers to requests that may come twice.

create table history (
  project_id     blob not null references project (id),
  sequence       integer not null,
  event_type     text not null,
  event_version  integer not null,
  command_id     blob not null,
  command        text not null,
  -- Null when the service itself acted.
  actor_id       blob references officer (id),
  occurred_on    text not null,
  recorded_at    text not null,
  -- The canonical bytes, as UTF-8 text: what is hashed. It also holds the authority, the digests of private texts
  -- and the sequence, so that no column can be changed without the chain telling.
  canonical      text not null,
  previous_hash  text not null,
  hash           text not null,
  primary key (project_id, sequence),
  constraint history_sequence check (sequence >= 1),
  constraint history_hash check (length(hash) = 64 and length(previous_hash) = 64)
) strict;
create index history_by_command on history (command_id);
create index history_by_time on history (recorded_at, project_id, sequence);
create index history_by_actor on history (actor_id, recorded_at);
create index history_by_command_name on history (command, recorded_at, project_id, sequence);
create index history_by_event on history (event_type, recorded_at, project_id, sequence);

-- `insert or replace` deletes too: connections that write turn recursive_triggers on, so that it is refused here.
create trigger history_no_update before update on history begin
  select raise(abort, 'history is append-only');
end;
create trigger history_no_delete before delete on history begin
  select raise(abort, 'history is append-only');
end;

-- Personal data and free text of history rows. Erasing sets text and salt to null and keeps the row.
create table history_private (
  project_id  blob not null,
  sequence    integer not null,
  field       text not null,
  kind        text not null,
  salt        blob,
  text        text,
  erased_at   text,
  erased_by   blob references officer (id),
  primary key (project_id, sequence, field),
  foreign key (project_id, sequence) references history (project_id, sequence),
  constraint history_private_kind check (kind in ('PERSON', 'TEXT')),
  constraint history_private_erased check ((erased_at is null) = (text is not null) and (erased_at is null) = (salt is not null))
) strict;

create trigger history_private_no_update before update on history_private
when not (
  old.erased_at is null and new.erased_at is not null and new.text is null and new.salt is null
  and old.project_id = new.project_id and old.sequence = new.sequence and old.field = new.field
  and old.kind = new.kind)
begin
  select raise(abort, 'private history can only be erased');
end;
create trigger history_private_no_delete before delete on history_private begin
  select raise(abort, 'history is append-only');
end;

-- One row per command and project; the feed gives it a number after the commit. Kept for good: it is part of the record,
-- and verify-history compares it with the history.
create table outbox (
  command_id      blob not null,
  project_id      blob not null references project (id),
  first_sequence  integer not null,
  last_sequence   integer not null,
  recorded_at     text not null,
  feed_no         integer,
  primary key (command_id, project_id),
  constraint outbox_span check (first_sequence <= last_sequence),
  constraint outbox_feed_once unique (feed_no)
) strict;
-- Changes of one project are numbered in the order of its history.
create index outbox_of_project on outbox (project_id, first_sequence);
create index outbox_unfed on outbox (recorded_at, command_id) where feed_no is null;

-- Requests that may come twice. Refusals are not kept. The result is ids and versions, rendered again when asked.
create table idempotency (
  actor_id      blob not null,
  operation     text not null,
  key           text not null,
  request_hash  text not null,
  result        text not null,
  recorded_at   text not null,
  constraint idempotency_once primary key (actor_id, operation, key)
) strict;
create index idempotency_by_age on idempotency (recorded_at);
