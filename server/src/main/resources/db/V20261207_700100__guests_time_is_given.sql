-- Whoever puts off the end of somebody gives them the time that they asked for, though it was declined before: a program that knows of no
-- wishes, too, while nodes are replaced one by one.
create function post_wish_is_given() returns trigger language plpgsql as $$
begin
  new.wish := 'given';
  new.wish_ms := (extract(epoch from now()) * 1000)::bigint;
  return new;
end
$$;
create trigger post_wish_is_given before update of ends_ms on post
  for each row when (new.wish in ('open', 'declined') and new.ends_ms > old.ends_ms)
  execute function post_wish_is_given();
