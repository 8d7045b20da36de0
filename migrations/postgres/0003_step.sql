-- Everything somebody must do and owns, and the details that share a step's key.

create table step (
  id                 uuid    not null primary key,
  project_id         uuid    not null references project (id),
  kind               text    not null,
  stage              text,
  permit_id          uuid,
  responsible_id     uuid    not null references officer (id),
  responsible_since  date    not null,
  first_receiver_id  uuid    not null references officer (id),
  opened_on          date    not null,
  -- The day it was last opened again; null while it is closed, or if it never was.
  reopened_on        date,
  due_on             date,
  closed_on          date,
  close_reason       text,
  -- True while the step is open, null once it is closed.
  open_guard         boolean,
  constraint step_kind check (kind in ('STAGE_VISIT', 'PERMIT')),
  constraint step_detail check (
    (kind = 'STAGE_VISIT') = (stage is not null) and (kind = 'PERMIT') = (permit_id is not null)),
  constraint step_closed check ((closed_on is null) = (close_reason is null)),
  constraint step_close_reason check (close_reason in ('DONE', 'RETURNED', 'RULED_OUT', 'SPLIT', 'WITHDRAWN')),
  constraint step_span check (closed_on is null or opened_on <= closed_on),
  constraint step_reopened check (reopened_on is null or closed_on is null and opened_on <= reopened_on),
  constraint step_responsible_since check (opened_on <= responsible_since and (closed_on is null or responsible_since <= closed_on)),
  constraint step_guard_follows_closing check (
    (closed_on is null and open_guard is not null and open_guard) or (closed_on is not null and open_guard is null)),
  -- An inactive officer holds no open step. The guard is null once a step is closed, and a foreign key with a null
  -- in it asks nothing, so only open steps are held to it; neither side of a race can break it.
  constraint step_held_by_active_officer foreign key (responsible_id, open_guard) references officer (id, active)
);
create index step_of_project on step (project_id);
create index step_by_stage on step (stage, opened_on, project_id);
create index step_of_officer on step (responsible_id, id);
create index step_open_of_officer on step (responsible_id, project_id) where open_guard is not null;
create unique index step_one_open_visit on step (project_id) where open_guard is not null and kind = 'STAGE_VISIT';

create table step_helper (
  step_id     uuid not null references step (id),
  officer_id  uuid not null references officer (id),
  role        text not null,
  project_id  uuid not null references project (id),
  since       date not null,
  -- Null while the officer helps.
  until       date,
  primary key (step_id, officer_id, role),
  constraint step_helper_role check (role in ('ASSISTING', 'SUPERVISING')),
  constraint step_helper_span check (until is null or since <= until)
);
create index step_helper_of_officer on step_helper (officer_id, project_id);
create index step_helper_of_project on step_helper (project_id);

create table stage_visit (
  step_id     uuid not null primary key references step (id),
  project_id  uuid not null references project (id),
  stage       text not null,
  gate        text not null,
  -- How many pauses were approved during it, renewals included.
  pauses      bigint not null,
  -- From 1, in the order in which the stages were entered: several may be on one day.
  position    bigint not null,
  constraint stage_visit_position_once unique (project_id, position),
  constraint stage_visit_gate check (gate in ('MET', 'WITH_GAPS', 'NOT_CHECKED')),
  constraint stage_visit_position check (position >= 1),
  constraint stage_visit_pauses check (pauses >= 0)
);

create table permit (
  id                uuid    not null primary key,
  project_id        uuid    not null references project (id),
  step_id           uuid    not null references step (id),
  -- A catalogue code or a free name, never both.
  type_code         text,
  free_name         text,
  level             text    not null,
  phase             text    not null,
  part              text,
  agency_id         uuid    references agency (id),
  preparation       text    not null,
  preparation_turn  text    not null,
  agreed_on         date,
  ruled_out_on      date,
  ruled_out_reason  text,
  -- Null while it is needed.
  ruled_out_by_plan boolean,
  -- What the plan says of it; null where somebody added it by hand.
  planned_level      text,
  planned_phase      text,
  planned_agency_id  uuid references agency (id),
  -- What its department says to that, last; an objection has a reason until that is erased.
  response           text,
  response_on        date,
  response_reason    text,
  -- The first day on which it objected to the attempt, whether it took that back or not.
  response_objected_from date,
  -- The day by which it was expected when the plan was locked.
  baseline_on        date,
  -- The permits it stands for, each with its project.
  covers             text,
  -- The permit that stands for it; this one has its status and decision, which are that one's.
  covered_project_id uuid,
  covered_permit_id  uuid,
  -- Since when that one is decided as it is, the day by which it is to be in hand, and whether its project was withdrawn.
  covered_since      date,
  covered_due_on     date,
  covered_withdrawn  boolean,
  -- When that one was last in hand; since when its case runs, and whether that may take longer than its limit.
  covered_granted_on date,
  covered_lost_on    date,
  covered_accepted_on date,
  covered_longer     boolean,
  -- The day on which another last began to stand for it, or ceased to.
  cover_changed_on   date,
  -- As which permit it is counted where one stands for several: the one that does.
  shared_id          uuid,
  -- Derived from the cases by the domain, kept for filters; verify-history compares them.
  status            text    not null,
  -- The day of the decision that stands, likewise.
  decided_on        date,
  constraint permit_step_once unique (step_id),
  constraint permit_item check ((type_code is null) <> (free_name is null)),
  constraint permit_level check (level in ('NATIONAL', 'PROVINCIAL', 'CITY', 'COUNTY', 'TOWNSHIP', 'SELF')),
  constraint permit_phase check (phase in ('BEFORE_START', 'BEFORE_PRODUCTION', 'AFTER')),
  constraint permit_preparation check (preparation in ('PREPARING', 'PRE_REVIEW')),
  constraint permit_turn check (preparation_turn in
    ('OFFICE', 'AGENCY', 'SUPERIOR', 'ENTERPRISE', 'INTERMEDIARY', 'UTILITY', 'TOWNSHIP')),
  constraint permit_ruled_out check (
    (ruled_out_on is not null or ruled_out_reason is null) and (ruled_out_on is null) = (ruled_out_by_plan is null)),
  constraint permit_planned check (
    (planned_level is null) = (planned_phase is null) and (planned_level is not null or planned_agency_id is null)),
  constraint permit_response check (
    (response is null) = (response_on is null) and (response is null or response in ('CONFIRMED', 'OBJECTED'))),
  constraint permit_covered check (
    (covered_project_id is null) = (covered_permit_id is null) and (covered_permit_id is null) = (covered_withdrawn is null)
    and (covered_permit_id is not null or (covered_since is null and covered_due_on is null
      and covered_granted_on is null and covered_accepted_on is null))
    and (covered_permit_id is null
      or (covers is null and ruled_out_on is null and cover_changed_on is not null))),
  constraint permit_shared check (
    (shared_id is null) = (covered_permit_id is null and covers is null)
    and (shared_id is null or shared_id = coalesce(covered_permit_id, id))),
  constraint permit_objected check (response_objected_from is null or (response_on is not null and response_objected_from <= response_on)),
  constraint permit_covered_span check (covered_lost_on is null or covered_granted_on is not null),
  constraint permit_covered_runs check ((covered_accepted_on is null) = (covered_longer is null)),
  constraint permit_response_reason check (response_reason is null or response = 'OBJECTED'),
  constraint permit_status check (status in
    ('PREPARING', 'PRE_REVIEW', 'IN_CASE', 'GRANTED', 'GRANTED_WITH_DEFECTS', 'REFUSED', 'LAPSED', 'RULED_OUT')),
  constraint permit_ruled_out_status check ((status = 'RULED_OUT') = (ruled_out_on is not null))
);
create index permit_of_project on permit (project_id);
create index permit_of_agency on permit (agency_id, project_id);
create index permit_by_type on permit (type_code, project_id);
create index permit_by_status on permit (status, level, project_id, shared_id);
-- Those that are shared are few.
create index permit_shared on permit (shared_id, status) where shared_id is not null;
create index permit_covered on permit (covered_project_id, project_id) where covered_project_id is not null;
create index permit_by_level on permit (level, project_id);
create index permit_by_phase on permit (phase, project_id);
create index permit_by_decision on permit (decided_on, project_id);

create table permit_case (
  id             uuid    not null primary key,
  permit_id      uuid    not null references permit (id),
  project_id     uuid    not null references project (id),
  number         text,
  agency_id      uuid    references agency (id),
  opened_on      date    not null,
  first_leg_due  date,
  has_handler       boolean not null,
  handler_name      text,
  has_handler_phone boolean not null,
  handler_phone     text,
  -- What it is measured by since it ended, as the history has it.
  measured       text,
  -- Derived from the events by the domain, kept for filters.
  state          text    not null,
  constraint permit_case_number_once unique (permit_id, number),
  constraint permit_case_handler check (has_handler or (handler_name is null and not has_handler_phone)),
  constraint permit_case_handler_phone check (has_handler_phone or handler_phone is null)
);
create index permit_case_of_project on permit_case (project_id);

create table case_event (
  id                uuid    not null primary key,
  case_id           uuid    not null references permit_case (id),
  project_id        uuid    not null references project (id),
  kind              text    not null,
  occurred_on       date    not null,
  occurred_at       time,
  source_name       text,
  source_reference  text,
  leg               text,
  leg_agency_id     uuid    references agency (id),
  leg_due_on        date,
  document_number   text,
  document_until    date,
  extension_days    bigint,
  extension_unit    text,
  extension_most    bigint,
  cure_by           date,
  has_opinion       boolean not null,
  opinion           text,
  valid             boolean not null,
  constraint case_event_source check ((source_name is null) = (source_reference is null)),
  constraint case_event_leg check ((leg is null) = (leg_agency_id is null) and (kind = 'HANDED_ON') = (leg is not null)),
  constraint case_event_leg_kind check (leg in ('INITIAL_REVIEW', 'FORWARDING', 'DECISION')),
  constraint case_event_document check (document_number is not null or document_until is null),
  constraint case_event_extension check ((kind = 'EXTENDED') = (extension_days is not null) and (extension_days is null) = (extension_unit is null) and (extension_most is null or extension_days is not null)),
  constraint case_event_extension_unit check (extension_unit in ('WORKING', 'CALENDAR')),
  constraint case_event_cure_by check (cure_by is null or kind in ('ACCEPTED_WITH_DEFECTS', 'APPROVED_WITH_DEFECTS')),
  constraint case_event_opinion check (has_opinion or opinion is null)
);
create index case_event_of_project on case_event (project_id);
create index case_event_of_case on case_event (case_id);
