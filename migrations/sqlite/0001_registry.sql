-- What projects refer to: the region tree, agencies, posts, officers, enterprises, and the tokens of officers.

create table region (
  id         blob not null primary key,
  parent_id  blob references region (id),
  kind       text not null,
  name       text not null,
  version    integer not null,
  constraint region_kind check (kind in ('PROVINCE', 'CITY', 'COUNTY', 'PARK', 'TOWNSHIP')),
  constraint region_root_is_province check ((parent_id is null) = (kind = 'PROVINCE')),
  constraint region_name_once unique (parent_id, name)
) strict;
-- Nulls are distinct, so provinces need an index of their own.
create unique index region_province_once on region (name) where parent_id is null;

-- GB/T 2260 codes come and go; a region keeps all it ever had.
create table region_code (
  region_id  blob not null references region (id),
  code       text not null,
  since      text,
  until      text,
  primary key (region_id, code),
  constraint region_code_form check (length(code) = 6),
  constraint region_code_span check (until is null or since is null or since <= until)
) strict;
create unique index region_code_in_use on region_code (code) where until is null;

-- Every region with itself and all regions above it.
create table region_closure (
  ancestor_id    blob not null references region (id),
  descendant_id  blob not null references region (id),
  depth          integer not null,
  primary key (descendant_id, ancestor_id)
) strict;
create index region_closure_down on region_closure (ancestor_id, descendant_id);

create table agency (
  id          blob not null primary key,
  region_id   blob not null references region (id),
  kind        text not null,
  name        text not null,
  -- The name by its pinyin, worked out by the program.
  name_key    text not null,
  short_name  text,
  active      integer not null check (active in (0, 1)),
  version     integer not null,
  constraint agency_kind check (kind in
    ('LANDING_OFFICE', 'GOVERNMENT', 'DEPARTMENT', 'UTILITY', 'STATE_FIRM', 'OUTPOST_OFFICE', 'OTHER')),
  constraint agency_name_once unique (region_id, name)
) strict;

create index agency_by_name on agency (name_key, id);

create table post (
  id         blob not null primary key,
  agency_id  blob not null references agency (id),
  title      text not null,
  role       text not null,
  version    integer not null,
  constraint post_role check (role in
    ('SPECIALIST', 'MANAGER', 'CLERK', 'LEADER', 'ADMINISTRATOR', 'AUDITOR', 'INTEGRATION'))
) strict;
create index post_of_agency on post (agency_id);

create table officer (
  id       blob not null primary key,
  post_id  blob not null references post (id),
  name     text not null,
  -- The name by its pinyin, worked out by the program.
  name_key    text not null,
  phone    text,
  email    text,
  -- Erased on request; a number never given is told apart from one erased.
  phone_erased integer not null check (phone_erased in (0, 1)),
  email_erased integer not null check (email_erased in (0, 1)),
  active   integer not null check (active in (0, 1)),
  version  integer not null,
  constraint officer_phone_erased check (not (phone_erased and phone is not null)),
  constraint officer_email_erased check (not (email_erased and email is not null)),
  -- What open steps point at: see step_held_by_active_officer.
  constraint officer_activity unique (id, active)
) strict;
create index officer_of_post on officer (post_id);
create index officer_by_name on officer (name_key, id);

create table enterprise (
  id             blob not null primary key,
  name           text not null,
  -- The name by its pinyin, worked out by the program.
  name_key    text not null,
  credit_code    text,
  registered_at  text,
  version        integer not null,
  constraint enterprise_credit_code_form check (credit_code is null or length(credit_code) = 18),
  constraint enterprise_credit_code_once unique (credit_code)
) strict;
create index enterprise_by_name_key on enterprise (name_key, id);

create table enterprise_former_name (
  enterprise_id  blob not null references enterprise (id),
  name           text not null,
  primary key (enterprise_id, name)
) strict;

-- Bearer tokens. Only the hash is kept; the prefix tells them apart in lists.
create table token (
  id            blob not null primary key,
  officer_id    blob not null references officer (id),
  name          text not null,
  prefix        text not null,
  hash          blob not null,
  created_at    text not null,
  expires_at    text,
  revoked_at    text,
  last_used_at  text,
  constraint token_hash_once unique (hash)
) strict;
create index token_of_officer on token (officer_id);

-- Every tail of the names of agencies, officers and enterprises, of their pinyin and of their initials: what a search
-- looks up.
create table registry_term (
  kind       text not null,
  term       text not null,
  object_id  blob not null,
  primary key (kind, term, object_id),
  constraint registry_term_kind check (kind in ('AGENCY', 'OFFICER', 'ENTERPRISE'))
) strict, without rowid;
create index registry_term_of_object on registry_term (object_id);
