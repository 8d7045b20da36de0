-- Duty rules: which officer of ours is responsible for what, in a region and below. Rows are added and get a last day; who
-- is named is never overwritten.

create table duty_rule (
  id            uuid not null primary key,
  region_id     uuid not null references region (id),
  -- Visits of a stage, or permits of which all that is given is so; nothing given is everything.
  stage         text,
  code          text,
  agency_id     uuid references agency (id),
  department    text,
  level         text,
  phase         text,
  officer_id    uuid not null references officer (id),
  valid_from    date not null,
  -- The day before the first where it never held.
  valid_to      date,
  set_by        uuid references officer (id),
  set_at        timestamptz not null,
  -- Why, by whom and when it was ended, where its last day was not known from the start.
  ended_reason  text,
  ended_by      uuid references officer (id),
  ended_at      timestamptz,
  version       bigint not null,
  -- True while it may hold on a day to come; null once somebody found it over. Only one with a last day ever is.
  open_guard    boolean,
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
);
create index duty_rule_of_region on duty_rule (region_id, id);
create index duty_rule_of_officer on duty_rule (officer_id, id);

alter table administration drop constraint administration_subject;
alter table administration add constraint administration_subject check (
  subject in ('REGION', 'AGENCY', 'POST', 'OFFICER', 'TOKEN', 'ACCOUNT', 'ABSENCE', 'RECORDER', 'DAYS_OFF',
  'PERMIT_OVERRIDE', 'DUTY_RULE', 'PROJECT'));
