-- What one person said with a word is found by what two indexes have in common: that of words, and this one.
create index search_text_by_sender on search_text (room, sender);
