-- What was changed of the registry and of who may come in, by whom: one chain for all of it, append-only.

create table administration (
  -- From 1, without holes.
  sequence       bigint not null primary key,
  subject        text not null,
  object_id      uuid not null,
  -- The region that the entry belongs to: it is read there, and above it.
  region_id      uuid references region (id),
  command_id     uuid not null,
  -- What was asked for, such as `updateOfficer` or `token create`.
  command        text not null,
  -- Null when it was done at the machine itself.
  actor_id       uuid references officer (id),
  recorded_at    timestamptz not null,
  -- What is hashed; the columns before it are copies to search by.
  canonical      text not null,
  previous_hash  text not null,
  hash           text not null,
  constraint administration_sequence check (sequence >= 1),
  constraint administration_subject check (subject in ('REGION', 'AGENCY', 'POST', 'OFFICER', 'TOKEN', 'ACCOUNT')),
  constraint administration_hash check (length(hash) = 64 and length(previous_hash) = 64)
);
create index administration_of_object on administration (object_id, sequence);
create index administration_by_actor on administration (actor_id, sequence);
create index administration_by_region on administration (region_id, sequence);

create function administration_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'administration is append-only';
end $$;
create trigger administration_no_update before update on administration for each row execute function administration_is_append_only();
create trigger administration_no_delete before delete on administration for each row execute function administration_is_append_only();
create trigger administration_no_truncate before truncate on administration execute function administration_is_append_only();

-- Whoever adds to the chain holds this row: of two at once the second waits, and goes on where the first ended.
create table administration_watch (
  id  bigint not null primary key,
  constraint administration_watch_is_one check (id = 1)
);
insert into administration_watch (id) values (1);
