-- The record: what happened, append-only and chained; what may be erased, beside it; what others are still to hear of;
-- and the answers to requests that may come twice.

create table history (
  project_id     uuid        not null references project (id),
  sequence       bigint      not null,
  event_type     text        not null,
  event_version  bigint      not null,
  command_id     uuid        not null,
  command        text        not null,
  -- Null when the service itself acted.
  actor_id       uuid        references officer (id),
  occurred_on    date        not null,
  recorded_at    timestamptz not null,
  -- The canonical bytes, as UTF-8 text: what is hashed. It also holds the authority, the digests of private texts
  -- and the sequence, so that no column can be changed without the chain telling.
  canonical      text        not null,
  previous_hash  text        not null,
  hash           text        not null,
  primary key (project_id, sequence),
  constraint history_sequence check (sequence >= 1),
  constraint history_hash check (length(hash) = 64 and length(previous_hash) = 64)
);
create index history_by_command on history (command_id);
create index history_by_time on history (recorded_at, project_id, sequence);
create index history_by_actor on history (actor_id, recorded_at);
create index history_by_command_name on history (command, recorded_at, project_id, sequence);
create index history_by_event on history (event_type, recorded_at, project_id, sequence);

create function history_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'history is append-only';
end $$;
create trigger history_no_update before update on history for each row execute function history_is_append_only();
create trigger history_no_delete before delete on history for each row execute function history_is_append_only();
create trigger history_no_truncate before truncate on history execute function history_is_append_only();

-- Personal data and free text of history rows. Erasing sets text and salt to null and keeps the row.
create table history_private (
  project_id  uuid        not null,
  sequence    bigint      not null,
  field       text        not null,
  kind        text        not null,
  salt        bytea,
  text        text,
  erased_at   timestamptz,
  erased_by   uuid        references officer (id),
  primary key (project_id, sequence, field),
  foreign key (project_id, sequence) references history (project_id, sequence),
  constraint history_private_kind check (kind in ('PERSON', 'TEXT')),
  constraint history_private_erased check ((erased_at is null) = (text is not null) and (erased_at is null) = (salt is not null))
);

create function history_private_only_erases() returns trigger language plpgsql as $$
begin
  if old.erased_at is null and new.erased_at is not null and new.text is null and new.salt is null
     and old.project_id = new.project_id and old.sequence = new.sequence and old.field = new.field
     and old.kind = new.kind then
    return new;
  end if;
  raise exception 'private history can only be erased';
end $$;
create trigger history_private_no_update before update on history_private
  for each row execute function history_private_only_erases();
create trigger history_private_no_delete before delete on history_private
  for each row execute function history_is_append_only();
create trigger history_private_no_truncate before truncate on history_private execute function history_is_append_only();

-- One row per command and project; the feed gives it a number after the commit. Kept for good: it is part of the record,
-- and verify-history compares it with the history.
create table outbox (
  command_id      uuid        not null,
  project_id      uuid        not null references project (id),
  first_sequence  bigint      not null,
  last_sequence   bigint      not null,
  recorded_at     timestamptz not null,
  feed_no         bigint,
  primary key (command_id, project_id),
  constraint outbox_span check (first_sequence <= last_sequence),
  constraint outbox_feed_once unique (feed_no)
);
-- Changes of one project are numbered in the order of its history.
create index outbox_of_project on outbox (project_id, first_sequence);
create index outbox_unfed on outbox (recorded_at, command_id) where feed_no is null;

-- Requests that may come twice. Refusals are not kept. The result is ids and versions, rendered again when asked.
create table idempotency (
  actor_id      uuid        not null,
  operation     text        not null,
  key           text        not null,
  request_hash  text        not null,
  result        text        not null,
  recorded_at   timestamptz not null,
  constraint idempotency_once primary key (actor_id, operation, key)
);
create index idempotency_by_age on idempotency (recorded_at);
