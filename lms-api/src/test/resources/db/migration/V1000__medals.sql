-- The table of the tests' own kind of grant.
create table medal (
    course_id uuid not null references course on delete cascade,
    person_id uuid not null references person,
    grant_id  uuid not null unique,
    title     text not null,
    primary key (course_id, person_id)
);
