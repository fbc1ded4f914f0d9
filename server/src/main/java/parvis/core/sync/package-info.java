/// Sync: what a client learns, and how it waits for more.
///
/// # A token is a cut
///
/// `since` and `next_batch` are positions in the one log. An answer tells what lies between them,
/// from memory: rooms keep their last events ([parvis.core.rooms.Ring]), [Changes] knows the last
/// position at which anything happened in a room, and [Keyed] holds account data, receipts and
/// to-device messages with the position of their last change. Only a gap that memory does not reach
/// is read from the database.
///
/// # Waiting
///
/// A request with nothing to tell is parked in [Waits]: its person, its cut and its filter, and no
/// thread. [Parking] is a follower of the log like all others; it marks whose rooms something
/// happened in, and they are answered, many events at once when there are many. A leaf whose
/// clients wait, too, gets a place like that for itself. Who hears an answer that goes on is one of
/// the [Hearers], who end with their sessions as those who wait do.
///
/// # What is not in the log
///
/// Typing is of this node and this moment. Its changes are numbered, and a token carries the number
/// as its tail, so that a client of another node is told the whole of it once.
@NullMarked
package parvis.core.sync;

import org.jspecify.annotations.NullMarked;
