-- A genuine delivery makes the refusals before it noise: counted by the minute, those after it can be told apart.
alter table hub.refused_signature rename column hour to minute;
