/// Shared mailboxes: addresses whose mails several named people read, each of whom has an account
/// of their own.
///
/// # What a mail proves there
///
/// That somebody reads the mailbox, and nothing of whom. The row of such an address names nobody
/// (`core.identity`), so that whatever asks whose an address is finds nobody: no code that is
/// mailed there opens an account, sets a password, proves again who somebody is, adds the address
/// to an account or makes one by itself. What its people come in by is their own: a password or a
/// passkey, without which no account is made.
///
/// # The way in
///
/// A right code begins a step ([Mailboxes]), which is good in the browser that asked for the code,
/// for a while and a few tries. It tells the names of the people, and takes one of three answers: a
/// person and their password; somebody new, with a name and something of their own; or a person
/// with a reset code, and something of their own anew. Who has a passkey comes in by it as
/// everybody else, without a code. A second factor is asked for afterwards where it is asked for
/// anyway.
///
/// # Who administers
///
/// Who administers the organisation marks one of its addresses ([Marking]), and hands over reset
/// codes in person ([Resets]); the journal notes both. Whoever had the address until then is the
/// first of its people, and must choose anew what they come in by, since others may have used their
/// mails for that.
@NullMarked
package parvis.core.mailboxes;

import org.jspecify.annotations.NullMarked;
