-- Projects that look the same. Two agencies may both register a project under its national code without learning of each
-- other: that a code is in use once is asked of what the caller sees, and the rest is told to those above both.

drop index project_code_present;

create table duplicate_suspicion (
  id             uuid not null primary key,
  -- Two projects, the one registered first as the first. No key joins them, see 0002.
  first_id       uuid not null,
  second_id      uuid not null,
  same_code      boolean not null,
  same_investor  boolean not null,
  like_name      boolean not null,
  found_at       timestamptz not null,
  -- Null while nobody has decided.
  ruling         text,
  until          date,
  -- Null when the service itself did.
  decided_by     uuid references officer (id),
  decided_at     timestamptz,
  version        bigint not null,
  constraint duplicate_pair_once unique (first_id, second_id),
  constraint duplicate_pair_order check (first_id < second_id),
  constraint duplicate_grounds check (same_code or same_investor or like_name),
  constraint duplicate_ruling check (ruling in ('KEEP_APART', 'FIRST_CONTACT_STANDS', 'MERGE')),
  constraint duplicate_until check ((until is not null) = (ruling is not null and ruling = 'FIRST_CONTACT_STANDS')),
  constraint duplicate_decided check (
    (ruling is null) = (decided_at is null) and (ruling is not null or decided_by is null)),
  constraint duplicate_version check (version >= 1)
);
create index duplicate_of_second on duplicate_suspicion (second_id);

-- Whoever registers or renames a project looks for others like it while holding this row: of two at once the second sees
-- the first.
create table duplicate_watch (
  id  bigint not null primary key,
  constraint duplicate_watch_is_one check (id = 1)
);
insert into duplicate_watch (id) values (1);
