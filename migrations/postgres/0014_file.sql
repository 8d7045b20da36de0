-- Files 文件 as they were uploaded, and attachments 附件: files under a project. The bytes are in the store of files, under
-- a key made from the file's id.

create table file (
  id           uuid not null primary key,
  uploaded_by  uuid not null references officer (id),
  -- What it was called; goes to the attachment, and is erased with its project's texts from then on.
  name         text,
  media_type   text not null,
  size         bigint not null,
  sha256       text not null,
  stored_at    timestamptz not null,
  attached     boolean not null,
  constraint file_media_type check (media_type in ('JPEG', 'PNG', 'WEBP', 'HEIC', 'PDF')),
  constraint file_size check (size > 0),
  constraint file_sha256 check (length(sha256) = 64),
  constraint file_named_while_waiting check (name is null or not attached)
);
create index file_waiting on file (stored_at, id) where not attached;
create index file_waiting_of_officer on file (uploaded_by) where not attached;

create table attachment (
  id                uuid not null primary key,
  project_id        uuid not null references project (id),
  file_id           uuid not null references file (id),
  -- One of these, or none: then it is attached to the project itself.
  milestone_id      uuid references milestone (id),
  permit_id         uuid references permit (id),
  agreement_id      uuid references agreement (id),
  name              text,
  media_type        text not null,
  size              bigint not null,
  sha256            text not null,
  uploaded_by       uuid not null references officer (id),
  attached_on       date not null,
  withdrawn_on      date,
  withdrawn_reason  text,
  constraint attachment_once unique (file_id),
  constraint attachment_media_type check (media_type in ('JPEG', 'PNG', 'WEBP', 'HEIC', 'PDF')),
  constraint attachment_size check (size > 0),
  constraint attachment_subject check (
    (milestone_id is null or permit_id is null) and (milestone_id is null or agreement_id is null)
    and (permit_id is null or agreement_id is null)),
  constraint attachment_span check (withdrawn_on is null or attached_on <= withdrawn_on),
  constraint attachment_reason check (withdrawn_on is not null or withdrawn_reason is null)
);
create index attachment_of_project on attachment (project_id);
