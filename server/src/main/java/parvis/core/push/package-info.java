/// Push: how people are told of what happened while they looked elsewhere: their rules, the devices
/// that are told while they sleep, and the list of what they were notified of.
///
/// # From the log to a telephone
///
/// [LogReading] is a durable reader of the log. The log's own thread only wakes it, so a message
/// costs its sender nothing; it reads the rows on a thread of its own, some milliseconds' worth at
/// once, and asks in one look who in these rooms has a [Pusher]. Of rooms in which nobody has one,
/// not even the event is looked at; while nobody has any pusher, the log is not read at all. For
/// everybody else [Notices] asks their push rules, and what these say becomes an entry in a short
/// line ([Lines]), one for each pusher. [Delivery] works the lines off: right before something is
/// told, it is asked whether its reader has read it by now, and whether it is still there, so
/// reading cancels. [Gateways] writes it down and asks through the one way out of the house,
/// [parvis.platform.egress].
///
/// [Browsers] is the gateway of our own, for browsers: what it says is encrypted for the one that
/// subscribed ([AgentKeys]) and signed by this house ([Vapid]). In somebody's quiet hours their
/// browser is treated as one whose gateway fails until these hours end.
///
/// # What survives
///
/// Lines are in memory: to write a row for each person and message would cost the database more
/// than the messages. What is durable are two kinds of positions. The reader's own, in
/// `log_consumer`, never passes what waits in a line; and each pusher whose gateway fails has the
/// position after which its device was told of nothing. Its line is dropped then, and it is tried
/// again, after a second, two, four, up to an hour: what it missed is looked up in the rooms of its
/// owner, as far as it is unread by then. After a crash the reader goes on from its position: a
/// device may be told twice of what was told in the last second, and misses nothing that was not
/// pushed out by a hundred later ones. The gateway knows a repetition by its `event_id`. (A
/// [parvis.platform.log.DurableFollower] would move its position in the transaction that does the
/// work; here the work is done when a gateway has answered, and no transaction waits for that.) A
/// gateway that fails for a week without a break loses its device, as does one that says that the
/// device is no more.
///
/// # The number on the icon
///
/// Whoever reads, or writes and has so read, may have less unread than their device shows. If it
/// has, the device is told the number alone. The count is that of sync, kept room by room.
///
/// # What one was notified of
///
/// `/notifications` is kept nowhere either. Each page looks at the last events of one's rooms, by
/// two statements for a hundred events of all rooms together and five times at most, and judges
/// them by the rules of when they came. A table filled by the reader above would have a row for
/// each person and notifying message, to be written for all and read by few; and the rooms know it
/// all. The price is that a page in which little notifies may be short, with a token for the next.
@NullMarked
package parvis.core.push;

import org.jspecify.annotations.NullMarked;
