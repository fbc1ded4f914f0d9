/// Mail: what the house writes to people outside of it, one way.
///
/// # From a letter to somebody's mailbox
///
/// Whoever has something to say writes a [Letter], whose parts are text alone: what it becomes in
/// HTML is escaped in one place. With an address and an id it is a [Mail], which is put into the
/// [Outbox] in the transaction that is its reason: both are durable, or none. A [Postman] takes one
/// mail after the other and carries it a [Way]: to the mail server that the operator named, by
/// [SmtpWay], or, as long as none is named, into a file ([FolderWay]), and an administrator reads
/// it in the outbox.
///
/// # Never twice
///
/// An id is put into the outbox once; whoever puts it again changes nothing. A mail is noted as
/// being sent before the mail server hears of it, by the one node that took it. What then fails
/// before the last line of the mail was written is tried again, later and later; what a mail server
/// refuses for good is kept with its reason. When a mail server has got all of a mail and does not
/// say what became of it, or the process ends at that moment, nobody knows: such a mail is kept as
/// *unsure*, and an administrator decides whether it goes again.
///
/// What a mail says is encrypted in the database, since it may hold codes and links, and removed
/// once it was sent.
@NullMarked
package parvis.platform.mail;

import org.jspecify.annotations.NullMarked;
