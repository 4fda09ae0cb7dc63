create table pending_grant (
    id          uuid primary key,
    email       text not null,
    course_id   uuid not null references course on delete cascade,
    kind        text not null,
    payload     jsonb not null,
    granted_by  uuid not null references person,
    granted_at  timestamptz not null,
    expires_at  timestamptz not null,
    held_reason text,
    unique (email, course_id, kind)
);

create index pending_grant_course on pending_grant (course_id);

comment on column pending_grant.held_reason is 'Why it could not be attached although its person has come; null while nothing is wrong.';

-- Ids only: whom a grant was for is told by grant_holder once somebody holds it, and by pending_grant until then.
-- Neither the course nor the grant is a foreign key: history outlives both.
create table grant_history (
    id        bigint generated always as identity primary key,
    grant_id  uuid not null,
    course_id uuid not null,
    kind      text not null,
    what      text not null check (what in ('granted', 'changed', 'attached', 'held', 'expired', 'revoked', 'ended')),
    actor_id  uuid not null references person,
    at        timestamptz not null,
    why       text not null
);

create index grant_history_grant on grant_history (grant_id);
create index grant_history_course on grant_history (course_id, id);

create table grant_holder (
    grant_id  uuid primary key,
    person_id uuid not null references person
);

create index grant_holder_person on grant_holder (person_id);

create function refuse_to_rewrite_history() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create trigger grant_history_is_append_only
    before update or delete or truncate on grant_history
    for each statement execute function refuse_to_rewrite_history();
