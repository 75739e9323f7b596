-- The page of a message asks for the conflicts it met: its number and a dot, or the number of a delivery.
create index conflict_by_cause on hub.conflict (cause text_pattern_ops);
