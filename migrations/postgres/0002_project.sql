-- Projects and what hangs on them. No foreign key joins two projects, so that project_id can be a distribution key;
-- that the umbrella of a phase exists is checked by the application.
--
--   LEAD → NEGOTIATION → SIGNED → PERMITTING → STARTED → PRODUCING     (stage; tracks leave some out)
--   ACTIVE ⇄ PAUSED, ACTIVE | PAUSED → WITHDRAWN → ACTIVE              (standing)

create table project (
  id                      uuid        not null primary key,
  version                 bigint      not null,
  name                    text        not null,
  track                   text        not null,
  -- SINGLE stands alone; an UMBRELLA was split, its phases are in project_phase; a PHASE names its umbrella.
  lineage                 text        not null,
  phase_of                uuid,
  stage                   text        not null,
  standing                text        not null,
  paused_since            date,
  paused_until            date,
  pause_renewals          bigint,
  pause_ground            text,
  withdrawn_on            date,
  -- What is told of an earlier day would contradict it; null while nothing ever changed.
  standing_changed_on     date,
  industry                text,
  chain                   text,
  province_id             uuid        references region (id),
  city_id                 uuid        references region (id),
  county_id               uuid        references region (id),
  park_id                 uuid        references region (id),
  originating_agency_id   uuid        references agency (id),
  landing_specialist_id   uuid        references officer (id),
  leader_in_charge_id     uuid        references officer (id),
  -- Money is in fen, so nothing is ever rounded.
  agreed_investment_fen   bigint,
  -- A rough date is its first day, its precision and what was written.
  planned_start           date,
  planned_start_precision text,
  planned_start_raw       text,
  planned_production           date,
  planned_production_precision text,
  planned_production_raw       text,
  -- The day as of which the plan of permits was last drawn.
  plan_drawn_on           date,
  -- When it was locked, and when the start and the production were expected then; at_least where nobody knew how long
  -- something before takes, provisional where days of no notice counted.
  plan_locked_on          date,
  baseline_start_on       date,
  baseline_start_at_least boolean,
  baseline_start_provisional boolean,
  baseline_production_on  date,
  baseline_production_at_least boolean,
  baseline_production_provisional boolean,
  -- What lists show, filter and sort by, worked out by the program: the name by its pinyin, and how far the project has
  -- come (1 LEAD to 6 PRODUCING), its standing and amount; an umbrella shows what its phases amount to.
  name_key                text collate "C" not null,
  shown_stage             bigint not null,
  shown_standing          text not null,
  shown_investment_fen    bigint,
  created_at              timestamptz not null,
  updated_at              timestamptz not null,
  constraint project_version check (version >= 1),
  constraint project_track check (track in ('NEW_BUILD', 'LEASED', 'UPGRADE', 'ASSET_LIGHT', 'ACQUISITION')),
  constraint project_lineage check (lineage in ('SINGLE', 'UMBRELLA', 'PHASE')),
  constraint project_lineage_phase check ((lineage = 'PHASE') = (phase_of is not null)),
  constraint project_stage check (stage in ('LEAD', 'NEGOTIATION', 'SIGNED', 'PERMITTING', 'STARTED', 'PRODUCING')),
  constraint project_stage_in_track check (
    (track <> 'ASSET_LIGHT' or stage not in ('PERMITTING', 'STARTED'))
    and (track <> 'ACQUISITION' or stage <> 'STARTED')),
  constraint project_standing check (standing in ('ACTIVE', 'PAUSED', 'WITHDRAWN')),
  constraint project_paused check (
    (standing = 'PAUSED') = (paused_since is not null)
    and (standing = 'PAUSED') = (paused_until is not null)
    and (standing = 'PAUSED') = (pause_renewals is not null)
    and (standing = 'PAUSED') = (pause_ground is not null)),
  constraint project_withdrawn check ((standing = 'WITHDRAWN') = (withdrawn_on is not null)),
  constraint project_standing_changed check (standing = 'ACTIVE' or standing_changed_on is not null),
  constraint project_paused_day check (paused_since is null or paused_since <= standing_changed_on),
  constraint project_withdrawn_day check (withdrawn_on is null or withdrawn_on = standing_changed_on),
  constraint project_shown_stage check (shown_stage between 1 and 6),
  constraint project_shown_standing check (shown_standing in ('ACTIVE', 'PAUSED', 'WITHDRAWN')),
  constraint project_investment check (agreed_investment_fen is null or agreed_investment_fen >= 0),
  constraint project_plan_locked check (
    (plan_locked_on is null) = (baseline_start_on is null)
    and (plan_locked_on is null) = (baseline_start_at_least is null)
    and (plan_locked_on is null) = (baseline_start_provisional is null)
    and (plan_locked_on is null) = (baseline_production_on is null)
    and (plan_locked_on is null) = (baseline_production_at_least is null)
    and (plan_locked_on is null) = (baseline_production_provisional is null)
    and (plan_locked_on is null or plan_drawn_on is not null)),
  constraint project_planned_start check (
    (planned_start is null) = (planned_start_precision is null)
    and (planned_start is null) = (planned_start_raw is null)),
  constraint project_planned_production check (
    (planned_production is null) = (planned_production_precision is null)
    and (planned_production is null) = (planned_production_raw is null))
);
create index project_by_county on project (county_id, id);
create index project_by_city on project (city_id, id);
create index project_by_province on project (province_id, id);
create index project_by_park on project (park_id, id);
create index project_by_name on project (name_key, id);
create index project_by_stage on project (shown_stage, id);
create index project_by_investment on project (shown_investment_fen, id);
create index project_by_planned_start on project (planned_start, id);
create index project_by_planned_production on project (planned_production, id);
create index project_by_registration on project (created_at, id);
create index project_by_update on project (updated_at, id);
create index project_by_lineage on project (lineage, id);
create index project_by_chain on project (chain, id);
create index project_by_industry on project (industry, id);
create index project_by_agency on project (originating_agency_id) where originating_agency_id is not null;
create index project_phases on project (phase_of) where phase_of is not null;
create index project_by_specialist on project (landing_specialist_id) where landing_specialist_id is not null;
create index project_by_leader on project (leader_in_charge_id) where leader_in_charge_id is not null;

create table project_phase (
  project_id  uuid   not null references project (id),
  position    bigint not null,
  phase_id    uuid   not null,
  primary key (project_id, position)
);

create table project_name (
  project_id  uuid not null references project (id),
  name        text not null,
  kind        text not null,
  primary key (project_id, name),
  constraint project_name_kind check (kind in ('ALIAS', 'FORMER'))
);

create table project_code (
  project_id  uuid not null references project (id),
  code        text not null,
  standing    text not null,
  primary key (project_id, code),
  constraint project_code_standing check (standing in ('PRESENT', 'FORMER'))
);
create unique index project_code_present on project_code (code) where standing = 'PRESENT';
create index project_code_any on project_code (code);

create table project_label (
  project_id  uuid not null references project (id),
  label       text not null,
  primary key (project_id, label)
);
create index project_by_label on project_label (label, project_id);

create table project_attribute (
  project_id  uuid not null references project (id),
  name        text not null,
  kind        text not null,
  value       text,
  -- A template gave the answer, and nobody has said it yet.
  presumed    boolean not null,
  primary key (project_id, name),
  constraint project_attribute_kind check (kind in ('UNKNOWN', 'BOOL', 'NUMBER', 'CHOICE')),
  constraint project_attribute_value check (
    (kind = 'UNKNOWN') = (value is null))
);

create table credit (
  id          uuid   not null primary key,
  project_id  uuid   not null references project (id),
  agency_id   uuid   not null references agency (id),
  role        text   not null,
  share_bp    bigint not null,
  since       date   not null,
  until       date,
  constraint credit_role check (role in ('ORIGINATING', 'HOSTING')),
  constraint credit_share check (share_bp between 0 and 10000),
  constraint credit_span check (until is null or since <= until)
);
create index credit_of_project on credit (project_id);
create index credit_of_agency on credit (agency_id, project_id);

create table party (
  id              uuid not null primary key,
  project_id      uuid not null references project (id),
  enterprise_id   uuid not null references enterprise (id),
  role            text not null,
  since           date not null,
  until           date,
  -- Personal data: null with has_contact (or has_contact_phone) set means erased.
  has_contact       boolean not null,
  contact_name      text,
  has_contact_phone boolean not null,
  contact_phone     text,
  constraint party_role check (role in ('SIGNATORY', 'CONTROLLER', 'PROJECT_COMPANY', 'CONTRACTOR')),
  constraint party_span check (until is null or since <= until),
  constraint party_contact check (has_contact or (contact_name is null and not has_contact_phone)),
  constraint party_contact_phone check (has_contact_phone or contact_phone is null)
);
create index party_of_project on party (project_id);
create index party_of_enterprise on party (enterprise_id);

create table agreement (
  id             uuid not null primary key,
  project_id     uuid not null references project (id),
  kind           text not null,
  has_title      boolean not null,
  title          text,
  number         text,
  amount_fen     bigint,
  signed_on      date not null,
  event          text,
  supersedes_id  uuid references agreement (id),
  ended_on       date,
  constraint agreement_title check (has_title or title is null),
  constraint agreement_kind check (kind in ('CONTRACT', 'AGREEMENT', 'INTENT', 'FRAMEWORK')),
  constraint agreement_amount check (amount_fen is null or amount_fen >= 0),
  constraint agreement_span check (ended_on is null or signed_on <= ended_on),
  constraint agreement_superseded_once unique (supersedes_id)
);
create index agreement_of_project on agreement (project_id);

create table milestone (
  id           uuid not null primary key,
  project_id   uuid not null references project (id),
  kind         text not null,
  occurred_on  date not null,
  works        text,
  constraint milestone_kind check (kind in
    ('REGISTERED', 'LAND_SUPPLIED', 'STARTED', 'COMPLETED', 'IN_STATISTICS', 'PRODUCING', 'FULL_OUTPUT')),
  constraint milestone_works check ((kind = 'STARTED') = (works is not null)),
  constraint milestone_once unique (project_id, kind)
);

create table milestone_evidence (
  milestone_id  uuid    not null references milestone (id),
  position      bigint  not null,
  kind          text    not null,
  -- Null once erased.
  reference     text,
  has_note      boolean not null,
  note          text,
  primary key (milestone_id, position),
  constraint milestone_evidence_note check (has_note or note is null)
);

-- Every tail of every name, of its pinyin and of its initials, and of every code: what a search looks up.
create table project_term (
  term        text collate "C" not null,
  project_id  uuid not null references project (id),
  primary key (term, project_id)
);
create index project_term_of_project on project_term (project_id);
