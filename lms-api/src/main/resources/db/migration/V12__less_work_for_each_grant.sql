-- Most have no user yet.
drop index provisioning_request_user;
create index provisioning_request_user on provisioning_request (keycloak_user_id) where keycloak_user_id is not null;

-- Written once and read once, as a whole.
alter table enrolment_plan
    alter column lines type json,
    alter column lines set storage external,
    alter column outcome type json,
    alter column outcome set storage external;

-- Who did something, and who gave it, are facts of the past like the ids of grants and courses in the history: to look each
-- of them up, row by row, cost as much as to write it. Instead, nobody can disappear whom they may name.
alter table grant_history drop constraint grant_history_actor_id_fkey;
alter table grant_holder drop constraint grant_holder_person_id_fkey;
alter table pending_grant drop constraint pending_grant_granted_by_fkey;
alter table expired_grant drop constraint expired_grant_granted_by_fkey;
alter table enrolment drop constraint enrolment_granted_by_fkey;
alter table course_privileges drop constraint course_privileges_granted_by_fkey;

create function refuse_to_delete_people() returns trigger language plpgsql as $$
begin
    raise exception 'people are purged, and never deleted' using errcode = 'insufficient_privilege';
end
$$;

create trigger person_is_never_deleted
    before delete or truncate on person
    for each statement execute function refuse_to_delete_people();
