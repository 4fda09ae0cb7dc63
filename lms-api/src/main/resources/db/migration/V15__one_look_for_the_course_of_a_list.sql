-- A list names its course ten thousand times, and a foreign key looked it up as often: a quarter of what it takes to store
-- one. What waits still names courses that are there, as these see to, once for each statement; and what is held is still
-- kept to that by foreign keys.
alter table pending_grant drop constraint pending_grant_course_id_fkey;

create function require_courses_of_pending_grants() returns trigger language plpgsql as $$
begin
    -- Locks as a foreign key does: whoever deletes a course meanwhile waits, or has been waited for.
    perform from course where id in (select course_id from added) for key share;
    if exists (select from (select distinct course_id from added) as named
               where not exists (select from course where id = named.course_id)) then
        raise exception 'a pending grant names a course that is not there' using errcode = 'foreign_key_violation';
    end if;
    return null;
end
$$;

create trigger pending_grant_names_a_course
    after insert on pending_grant referencing new table as added
    for each statement execute function require_courses_of_pending_grants();

create function keep_courses_of_pending_grants() returns trigger language plpgsql as $$
begin
    if exists (select from gone join pending_grant on course_id = gone.id) then
        raise exception 'something waits in a course that is to be deleted' using errcode = 'foreign_key_violation';
    end if;
    return null;
end
$$;

create trigger course_is_not_deleted_under_pending_grants
    after delete on course referencing old table as gone
    for each statement execute function keep_courses_of_pending_grants();

create function refuse_to_change_courses() returns trigger language plpgsql as $$
begin
    raise exception 'a grant stays in its course, and a course keeps its id' using errcode = 'insufficient_privilege';
end
$$;

create trigger pending_grant_stays_in_its_course
    before update of course_id on pending_grant
    for each statement execute function refuse_to_change_courses();

create trigger course_keeps_its_id
    before update of id on course
    for each statement execute function refuse_to_change_courses();
