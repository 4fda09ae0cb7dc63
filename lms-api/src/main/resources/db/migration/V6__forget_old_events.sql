create index event_inbox_received_at on event_inbox (received_at);
