alter table provisioning_request
    drop constraint provisioning_request_state_check,
    add constraint provisioning_request_state_check check (state in ('due', 'done', 'refused', 'removing')),
    add column created_user_id uuid;

update provisioning_request set created_user_id = keycloak_user_id where outcome = 'created';

create index provisioning_request_removing on provisioning_request (next_attempt_at) where state = 'removing';
create index provisioning_request_user on provisioning_request (keycloak_user_id);

comment on column provisioning_request.created_user_id is 'The placeholder, if Keycloak has made it for us; others are not ours to remove.';
