create table event_inbox (
    jti         text primary key,
    type        text not null,
    received_at timestamptz not null
);
