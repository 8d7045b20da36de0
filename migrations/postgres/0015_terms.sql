-- Terms 谈判条件: what a place offers a project. In tables of their own, for they are read by few.

create table terms (
  project_id      uuid not null primary key references project (id),
  -- Per mu 亩.
  land_price_fen  bigint,
  has_note        boolean not null,
  note            text,
  constraint terms_note check (has_note or note is null),
  constraint terms_say_something check (has_note or land_price_fen is not null),
  constraint terms_land_price check (land_price_fen is null or land_price_fen >= 0)
);

create table subsidy (
  project_id     uuid not null references project (id),
  kind           text not null,
  amount_fen     bigint,
  has_condition  boolean not null,
  condition      text,
  primary key (project_id, kind),
  constraint subsidy_kind check (kind in ('LAND', 'PREMISES', 'EQUIPMENT', 'INTEREST', 'ENERGY', 'LOGISTICS', 'PEOPLE',
    'RESEARCH', 'CONTRIBUTION', 'OTHER')),
  constraint subsidy_condition check (has_condition or condition is null),
  constraint subsidy_amount check (amount_fen is null or amount_fen >= 0)
);
