-- What the transaction ids of a device are valid in: it stays when the device signs in again, and goes with the device.
-- Nothing there: the session itself.
alter table session add column scope bigint;
