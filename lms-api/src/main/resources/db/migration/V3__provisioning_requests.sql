create table provisioning_request (
    email            text primary key,
    state            text not null check (state in ('due', 'done', 'refused')),
    attempts         integer not null,
    requested_at     timestamptz not null,
    next_attempt_at  timestamptz not null,
    lease            uuid,
    leased_until     timestamptz,
    outcome          text,
    keycloak_user_id uuid,
    last_error       text
);

create index provisioning_request_due on provisioning_request (next_attempt_at) where state = 'due';

comment on column provisioning_request.keycloak_user_id is 'The placeholder, or the account found instead; no reference to person, where it may never appear.';
