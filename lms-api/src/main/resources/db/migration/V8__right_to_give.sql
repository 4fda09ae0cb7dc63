-- What has been given so far was given by whoever might; nobody asks again.
alter table pending_grant add column by_admin boolean not null default true;
alter table pending_grant alter column by_admin drop default;

comment on column pending_grant.by_admin is 'Given with the rights of an administrator, which only the realm knows of: not checked again.';

create index pending_grant_held on pending_grant (id) where held_reason is not null;
