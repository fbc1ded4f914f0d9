/// Tasks: what is to be done in a space, on its board.
///
/// # One place where a task is done
///
/// A [Board] has columns, each column has a [State], and a task has the state of its column.
/// Whoever brings a task to where it is validated, or away from there, validates it, and needs that
/// right. Nothing else says that a task is done, so nothing can contradict it.
///
/// # Values, versions, history
///
/// What people set of a task are its [Field]s: one table of words, usual values and rules, which
/// the interface, the history and the answer to a conflict share. A task has a version, which each
/// change raises; of each value it is known at which version it changed last. A change ([Edit])
/// names the version it was based on. Values that nobody touched since go through, so that two
/// people who change different ones both keep theirs; who comes second to the same one is told what
/// it is now, and nothing is changed. What was and what became stays in the history, and writing
/// back what was is how a change is undone. What is done besides fields is a [Deed]; a board keeps
/// how it was arranged.
///
/// # Who sees what
///
/// [Reach] says what somebody may do with the tasks of a space, by the table of
/// [parvis.core.rights]. What differs by reader is not in a task, but in answers of its own: a task
/// is the same for all who see it.
///
/// # Who follows a board
///
/// A change is one row of the one log, so that the tokens of a board are those of everything else.
/// [Telling] notes it in the transaction that makes it and tells the log when that is durable,
/// together with what else changed within a moment. The row is a key and no more: [News] reads what
/// it has become once, and writes it once for all, each of whom learns of it as far as their right
/// goes at that moment. So nothing depends on the order in which two changes of one task are told.
/// A browser hears it by an answer that goes on ([Broadcast]); a program may ask for it, and wait.
///
/// # What a board has besides
///
/// A [BoardField] asks of tasks what this board needs; [Custom] keeps each value apart from the
/// others. [Repeats] says when a task comes again, and [Recurring] brings it, once. The [Shelf]
/// keeps views and templates; [TaskFile] reads tables; [Webhooks] tells programs of others.
///
/// Read on in [Tasks], the door for who reads, and [Doing], the one for who writes, then
/// [TaskStore]; [TaskRoutes] is the table of addresses.
@NullMarked
package parvis.suite.tasks;

import org.jspecify.annotations.NullMarked;
