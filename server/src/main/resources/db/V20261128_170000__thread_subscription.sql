-- Which thread somebody wants to hear of, or wanted to. `ended` is where the log was when they last wanted no more of it; 0 before.
create table thread_subscription (
  "user" bigint not null,
  root bigint not null,
  subscribed boolean not null,
  automatic boolean not null,
  ended bigint not null default 0,
  primary key ("user", root)
);
