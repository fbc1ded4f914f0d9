-- Tasks in the order in which search tells them: of a word that is in very many, the first are read in this order, and not all of them.
create index task_latest on task ((state <> 'open'), changed_ms desc, nid) where not archived;
