create table expired_grant (
    id         uuid primary key,
    email      text not null,
    course_id  uuid not null references course on delete cascade,
    kind       text not null,
    payload    jsonb not null,
    granted_by uuid not null references person,
    granted_at timestamptz not null,
    expired_at timestamptz not null,
    unique (email, course_id, kind)
);

create index expired_grant_course on expired_grant (course_id);
create index expired_grant_expired_at on expired_grant (expired_at);
create index pending_grant_expires_at on pending_grant (expires_at);

comment on table expired_grant is 'What nobody came for in time: for whoever comes late, and for who gave it. Never attached.';

-- Whether it has been retired yet makes no difference to those who look.
create view lapsed_grant as
    select id, email, course_id, kind, payload, granted_by, granted_at, expired_at from expired_grant
    union all
    select id, email, course_id, kind, payload, granted_by, granted_at, expires_at from pending_grant;

comment on view lapsed_grant is 'A grant has lapsed once expired_at has come.';
