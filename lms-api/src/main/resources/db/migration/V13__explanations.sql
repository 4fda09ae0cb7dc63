alter table pending_grant add column held_explanation jsonb;
alter table provisioning_request add column last_error_explanation jsonb;

comment on column pending_grant.held_explanation is 'What held_reason says, as a code with parameters; null for a text of before there were codes.';
comment on column provisioning_request.last_error_explanation is 'What last_error says, as a code with parameters; null for a text without a code.';
