-- The invitations of somebody: whoever is in many rooms, as the server itself is in that of everybody's notices, has few.
create index membership_invited on membership ("user") where membership = 1;
