-- The history is read by course, latest first, and nobody looks one grant up in it. It only grows: each index that it does
-- without is work that every grant, and above all every list, is spared. Ids come from a sequence, as ever.
drop index grant_history_grant;
drop index grant_history_course;
alter table grant_history drop constraint grant_history_pkey;
alter table grant_history add primary key (course_id, id);
