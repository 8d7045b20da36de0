-- Materials 申请材料 that permits need: who has each and how far it is. One serves several permits.

create table material (
  id              uuid not null primary key,
  project_id      uuid not null references project (id),
  name            text not null,
  holder          text not null,
  -- Who exactly has it: free text, which may be erased.
  has_note        boolean not null,
  note            text,
  state           text not null,
  due_on          date,
  listed_on       date not null,
  -- The day of its state.
  since           date not null,
  -- Whether an agency ever had it.
  filed           boolean not null,
  -- Taken off the list; kept for the record.
  removed_on      date,
  removed_reason  text,
  constraint material_holder check (
    holder in ('OFFICE', 'AGENCY', 'SUPERIOR', 'ENTERPRISE', 'INTERMEDIARY', 'UTILITY', 'TOWNSHIP')),
  constraint material_state check (
    state in ('MISSING', 'IN_PREPARATION', 'READY', 'FILED', 'TO_CORRECT', 'NOT_NEEDED')),
  constraint material_note check (has_note or note is null),
  constraint material_since check (listed_on <= since),
  constraint material_filed check (filed or state not in ('FILED', 'TO_CORRECT')),
  constraint material_removed check (removed_on is null or (since <= removed_on and not filed)),
  constraint material_reason check (removed_on is not null or removed_reason is null)
);
create index material_of_project on material (project_id);

-- Which permits need it.
create table permit_material (
  material_id  uuid not null references material (id),
  permit_id    uuid not null references permit (id),
  project_id   uuid not null references project (id),
  -- 容缺后补: it may be handed in later there.
  later        boolean not null,
  primary key (material_id, permit_id)
);
create index permit_material_of_project on permit_material (project_id);

-- A file may be attached to a material.
alter table attachment add column material_id uuid references material (id)
  constraint attachment_of_material check (
    material_id is null or (milestone_id is null and permit_id is null and agreement_id is null));
