-- Whatever changes what people hold or wait for writes history: so this one trigger tells of all of it, once for each course
-- and transaction, and with its commit.
create function tell_of_changes_among_people() returns trigger language plpgsql as $$
begin
    perform pg_notify('course_people', course_id::text) from (select distinct course_id from added) as course;
    return null;
end
$$;

create trigger grant_history_tells_of_changes
    after insert on grant_history referencing new table as added
    for each statement execute function tell_of_changes_among_people();
