-- Most have no user yet.
drop index provisioning_request_user;
create index provisioning_request_user on provisioning_request (keycloak_user_id) where keycloak_user_id is not null;

-- Written once and read once, as a whole.
alter table enrolment_plan
    alter column lines type json,
    alter column lines set storage external,
    alter column outcome type json,
    alter column outcome set storage external;

-- The history holds ids of what was, of grants and courses as of people; and nobody who has been here is ever deleted.
-- To look each of them up cost as much as to write it.
alter table grant_history drop constraint grant_history_actor_id_fkey;
alter table grant_holder drop constraint grant_holder_person_id_fkey;
