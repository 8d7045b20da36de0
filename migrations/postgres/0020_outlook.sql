-- What the plan of each project comes to by the permit catalogue, kept for filters; worked out by the domain, written with
-- every change of the project, and worked out anew in the background when the catalogue, what regions
-- say otherwise or departments change.

create table project_outlook (
  project_id  uuid not null primary key references project (id),
  -- The version of the project that it was worked out of.
  version     bigint not null,
  -- By which catalogue, word of regions and departments; empty where nobody has worked it out yet.
  revision    text not null,
  undecided   bigint not null,
  missing     bigint not null,
  -- Drawing the plan again would change a permit.
  outdated    boolean not null,
  constraint project_outlook_counts check (undecided >= 0 and missing >= 0)
);
create index project_outlook_by_revision on project_outlook (revision, project_id);
create index project_outlook_outdated on project_outlook (outdated, project_id);
insert into project_outlook (project_id, version, revision, undecided, missing, outdated)
  select id, version, '', 0, 0, false from project;

-- The permits that can be filed, likewise.
create table fileable_permit (
  id          uuid not null primary key references permit (id),
  project_id  uuid not null references project (id),
  -- The day agreed for its preparation, as the permit has it.
  agreed_on   date
);
create index fileable_permit_of_project on fileable_permit (project_id);
create index fileable_permit_by_day on fileable_permit (agreed_on, id);

-- Its one row says how far planning anew has come, and which changes of departments there were.
create table replanning (
  id           bigint not null primary key,
  -- Counts the changes of which department an agency is, and whether it works: what plans depend on beside the catalogue.
  offices      bigint not null,
  -- What is worked out anew, or was last; null before the first time.
  revision     text,
  -- The process that began with it: of two programs the later one has its way.
  begun_by     uuid,
  total        bigint not null,
  done         bigint not null,
  began_at     timestamptz,
  finished_at  timestamptz,
  -- The process that is at it, and until when nobody else is.
  worker       uuid,
  leased_until timestamptz,
  constraint replanning_is_one check (id = 1),
  constraint replanning_done check (done >= 0 and done <= total),
  constraint replanning_begun check (
    (revision is null) = (began_at is null) and (revision is null) = (begun_by is null)),
  constraint replanning_finished check (finished_at is null or began_at is not null),
  constraint replanning_lease check ((worker is null) = (leased_until is null))
);
insert into replanning (id, offices, total, done) values (1, 0, 0, 0);
