-- Ten thousand requests for placeholders need not be written before a list is committed: Keycloak hears of them afterwards
-- anyway. Until then the list is one row, and what waits itself tells which addresses are meant.
create table provisioning_list (
    id         bigint generated always as identity primary key,
    course_id  uuid not null references course on delete cascade,
    kind       text not null,
    granted_at timestamptz not null
);

create index provisioning_list_grants on provisioning_list (course_id, kind, granted_at);

comment on table provisioning_list is 'Lists whose placeholders are still to be asked for.';

create view unasked_grant as
    select l.id as list_id, g.id, g.email, g.course_id, g.granted_at
    from provisioning_list l join pending_grant g using (course_id, kind, granted_at);

comment on view unasked_grant is 'What waits and whose placeholder is still to be asked for with its list, whatever provisioning_request says.';
