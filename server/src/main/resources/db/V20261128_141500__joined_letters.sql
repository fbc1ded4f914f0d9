-- The words by which somebody is found hold no joined letters any more: what is searched holds none either.
update profile
set words = replace(replace(replace(replace(replace(replace(words, 'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'), 'ø', 'o'), 'ł', 'l'), 'đ', 'd')
where words ~ '[œæßøłđ]';
