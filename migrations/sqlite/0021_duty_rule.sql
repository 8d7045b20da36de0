-- Duty rules: which officer of ours is responsible for what, in a region and below. Rows are added and get a last day; who
-- is named is never overwritten.

create table duty_rule (
  id            blob not null primary key,
  region_id     blob not null references region (id),
  -- Visits of a stage, or permits of which all that is given is so; nothing given is everything.
  stage         text,
  code          text,
  agency_id     blob references agency (id),
  department    text,
  level         text,
  phase         text,
  officer_id    blob not null references officer (id),
  valid_from    text not null,
  -- The day before the first where it never held.
  valid_to      text,
  set_by        blob references officer (id),
  set_at        text not null,
  -- Why, by whom and when it was ended, where its last day was not known from the start.
  ended_reason  text,
  ended_by      blob references officer (id),
  ended_at      text,
  version       integer not null,
  -- True while it may hold on a day to come; null once somebody found it over. Only one with a last day ever is.
  open_guard    integer check (open_guard in (0, 1)),
  constraint duty_rule_scope check (
    stage is null or code is null and agency_id is null and department is null and level is null and phase is null),
  constraint duty_rule_level check (level in ('NATIONAL', 'PROVINCIAL', 'CITY', 'COUNTY', 'TOWNSHIP', 'SELF')),
  constraint duty_rule_phase check (phase in ('BEFORE_START', 'BEFORE_PRODUCTION', 'AFTER')),
  constraint duty_rule_ended check ((ended_at is null or valid_to is not null)
    and (ended_by is null or ended_at is not null) and (ended_reason is null or ended_at is not null)),
  constraint duty_rule_guard check (open_guard is not null and open_guard or open_guard is null and valid_to is not null),
  constraint duty_rule_version check (version >= 1),
  -- An inactive officer has no rule that may hold, as he holds no open step: see there.
  constraint duty_rule_of_active_officer foreign key (officer_id, open_guard) references officer (id, active)
) strict;
create index duty_rule_of_region on duty_rule (region_id, id);
create index duty_rule_of_officer on duty_rule (officer_id, id);

-- A subject more: the table is built anew, see README.md. Nothing refers to it.
create temporary table administration_rows as select * from administration;
drop table administration;
create table administration (
  -- From 1, without holes.
  sequence       integer not null primary key,
  subject        text not null,
  object_id      blob not null,
  -- The region that the entry belongs to: it is read there, and above it.
  region_id      blob references region (id),
  command_id     blob not null,
  -- What was asked for, such as `updateOfficer` or `token create`.
  command        text not null,
  -- Null when it was done at the machine itself.
  actor_id       blob references officer (id),
  recorded_at    text not null,
  -- What is hashed; the columns before it are copies to search by.
  canonical      text not null,
  previous_hash  text not null,
  hash           text not null,
  constraint administration_sequence check (sequence >= 1),
  constraint administration_subject check (
    subject in ('REGION', 'AGENCY', 'POST', 'OFFICER', 'TOKEN', 'ACCOUNT', 'ABSENCE', 'RECORDER', 'DAYS_OFF',
      'PERMIT_OVERRIDE', 'DUTY_RULE', 'PROJECT')),
  constraint administration_hash check (length(hash) = 64 and length(previous_hash) = 64)
) strict;
insert into administration select * from administration_rows;
drop table administration_rows;
create index administration_of_object on administration (object_id, sequence);
create index administration_by_actor on administration (actor_id, sequence);
create index administration_by_region on administration (region_id, sequence);
create trigger administration_no_update before update on administration begin
  select raise(abort, 'administration is append-only');
end;
create trigger administration_no_delete before delete on administration begin
  select raise(abort, 'administration is append-only');
end;
