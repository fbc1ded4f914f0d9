-- What the log is to be told of boards is forgotten a moment later: so few rows need no index for their time.
drop index task_untold_at;

-- A task that changes in nothing that tasks are found by stays on its page, and none of its indexes is written, where there is room for it.
alter table task set (fillfactor = 85);
