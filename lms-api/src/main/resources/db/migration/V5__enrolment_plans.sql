create table enrolment_plan (
    id         uuid primary key,
    course_id  uuid not null references course on delete cascade,
    planned_by uuid not null references person,
    lines      jsonb not null,
    expires_at timestamptz not null,
    outcome    jsonb
);

create index enrolment_plan_expiry on enrolment_plan (expires_at);

comment on column enrolment_plan.outcome is 'What its commit answered, so that a repeated commit answers the same; null until committed.';
