-- What regions say otherwise than the permit catalogue. Rows are added and get a last day; nothing is overwritten.

create table permit_override (
  id            uuid not null primary key,
  -- It holds in this region and below.
  region_id     uuid not null references region (id),
  -- Of an entry that the catalogue has, or of one that the region adds.
  code          text not null,
  valid_from    date not null,
  -- The day before the first where it never held.
  valid_to      date,
  -- What it says, in the form of the catalogue's own files.
  says          text not null,
  -- The document in which the region says so.
  source        text not null,
  recorded_by   uuid references officer (id),
  recorded_at   timestamptz not null,
  -- The document that ended it, where that came later.
  ended_source  text,
  ended_by      uuid references officer (id),
  ended_at      timestamptz,
  version       bigint not null,
  constraint permit_override_ended check ((ended_source is null) = (ended_at is null)
    and (ended_at is null or valid_to is not null) and (ended_by is null or ended_at is not null)),
  constraint permit_override_version check (version >= 1)
);

alter table administration drop constraint administration_subject;
alter table administration add constraint administration_subject check (
  subject in ('REGION', 'AGENCY', 'POST', 'OFFICER', 'TOKEN', 'ACCOUNT', 'ABSENCE', 'RECORDER', 'DAYS_OFF',
  'PERMIT_OVERRIDE', 'PROJECT'));
