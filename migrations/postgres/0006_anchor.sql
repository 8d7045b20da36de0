-- Anchors: now and then, what the chains of all projects and that of administration have come to. Each hashes the one before, so that one line of it
-- kept elsewhere tells whether a chain was cut or hashed anew since, or the anchors themselves were.

create table anchor (
  -- From 1, without holes: of two replicas that take one at once the second is refused.
  number    bigint      not null primary key,
  taken_at  timestamptz not null,
  -- How many chains it covers, and how many rows they have together.
  projects  bigint      not null,
  rows      bigint      not null,
  -- Over the head of every chain, in the order of project ids.
  root      text        not null,
  -- The head of the chain of administration: row and hash; row 0 and 64 zeros while there is none.
  administration       bigint      not null,
  administration_hash  text        not null,
  previous  text        not null,
  hash      text        not null,
  constraint anchor_number check (number >= 1),
  constraint anchor_hash check (length(root) = 64 and length(administration_hash) = 64 and length(previous) = 64
    and length(hash) = 64)
);

-- The heads that were other ones at the anchor before. What an anchor covers is the latest head of each project up to it.
create table anchor_head (
  anchor      bigint  not null references anchor (number),
  project_id  uuid    not null references project (id),
  sequence    bigint  not null,
  hash        text    not null,
  primary key (anchor, project_id),
  constraint anchor_head_sequence check (sequence >= 1),
  constraint anchor_head_hash check (length(hash) = 64)
);
create index anchor_head_of_project on anchor_head (project_id, anchor);

create function anchors_are_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'anchors are append-only';
end $$;
create trigger anchor_no_update before update on anchor for each row execute function anchors_are_append_only();
create trigger anchor_no_delete before delete on anchor for each row execute function anchors_are_append_only();
create trigger anchor_no_truncate before truncate on anchor execute function anchors_are_append_only();
create trigger anchor_head_no_update before update on anchor_head for each row execute function anchors_are_append_only();
create trigger anchor_head_no_delete before delete on anchor_head for each row execute function anchors_are_append_only();
create trigger anchor_head_no_truncate before truncate on anchor_head execute function anchors_are_append_only();
