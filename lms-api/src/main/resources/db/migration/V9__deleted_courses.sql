create table deleted_course (
    id         uuid primary key,
    title      text not null,
    owner_id   uuid not null references person,
    deleted_by uuid not null references person,
    deleted_at timestamptz not null
);

create index deleted_course_title on deleted_course ((lower(title) collate "C"), cast(id as text));

comment on table deleted_course is 'By which administrators find the history of what was given there.';
