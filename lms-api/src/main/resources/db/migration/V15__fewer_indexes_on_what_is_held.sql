-- Nobody looks up whose grants somebody holds, nor an enrolment by its grant alone: a batch that is undone names its course, too,
-- with which the primary key begins. Nothing is held twice under one grant because what waits has it for its primary key, and is
-- deleted by the statement that gives it.
drop index grant_holder_person;
alter table enrolment drop constraint enrolment_grant_id_key;
