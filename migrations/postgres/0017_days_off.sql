-- Days off of years, as administrators published them; those of the product stand in its own files.

create table days_off (
  id           uuid not null primary key,
  year         bigint not null,
  -- The notices, one in a line.
  sources      text not null,
  -- Days, one in a line, in order.
  days_off     text not null,
  days_worked  text not null,
  version      bigint not null,
  constraint days_off_year unique (year),
  constraint days_off_year_of_calendar check (year between 2000 and 2100),
  constraint days_off_version check (version >= 1)
);

alter table administration drop constraint administration_subject;
alter table administration add constraint administration_subject check (
  subject in ('REGION', 'AGENCY', 'POST', 'OFFICER', 'TOKEN', 'ACCOUNT', 'ABSENCE', 'RECORDER', 'DAYS_OFF', 'PROJECT'));
