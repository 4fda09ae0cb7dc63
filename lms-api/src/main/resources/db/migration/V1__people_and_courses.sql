create table person (
    id         uuid primary key,
    email      text unique,
    name       text,
    as_of      timestamptz not null,
    created_at timestamptz not null,
    purged_at  timestamptz,
    check (purged_at is null or (email is null and name is null))
);

-- The order of the directory, byte by byte so that it is the same on every server.
create index person_directory on person ((lower(coalesce(name, email, '')) collate "C"), cast(id as text)) where purged_at is null;

comment on table person is 'Whoever has been here. Nobody who has not is in it; nobody who has is ever deleted.';
comment on column person.id is 'The subject of the realm.';
comment on column person.email is 'Proven and canonical; null while none is proven, or once it has moved to somebody else.';
comment on column person.as_of is 'When the realm last said what this row says; an older statement never overwrites a newer one.';
comment on column person.purged_at is 'The account was deleted: the row stays, for history and for what this person granted, without personal data.';

create table course (
    id         uuid primary key,
    title      text not null,
    owner_id   uuid not null references person,
    ends_on    date,
    created_at timestamptz not null
);

create index course_owner on course (owner_id);

create table course_privileges (
    course_id  uuid not null references course on delete cascade,
    person_id  uuid not null references person,
    allow      text[] not null,
    deny       text[] not null,
    grant_id   uuid not null unique,
    granted_by uuid not null references person,
    granted_at timestamptz not null,
    primary key (course_id, person_id)
);

create index course_privileges_person on course_privileges (person_id);

create table enrolment (
    course_id  uuid not null references course on delete cascade,
    person_id  uuid not null references person,
    grant_id   uuid not null unique,
    granted_by uuid not null references person,
    granted_at timestamptz not null,
    primary key (course_id, person_id)
);

create index enrolment_person on enrolment (person_id);
