-- Which of two things that are tied came of the other: `FROM`, the thing came from the other end; `TO`, the other end comes of the thing.
-- Nothing where nobody said it, as of all that were tied before.
alter table task_link add column way text collate "C" check (way in ('FROM', 'TO'));
alter table decision_link add column way text collate "C" check (way in ('FROM', 'TO'));
