/// Rooms: the event graph of every conversation, and who may add to it.
///
/// # How an event comes to be
///
/// A request becomes a [Draft]. [Room] keeps one *tip*, the room as it will stand when everything
/// prepared so far is durable, and under the room's short lock a [Preparer] authorises the draft on
/// it, hashes and signs it, and moves the tip. The next event may therefore build on one that is
/// not yet on disk, and a busy room is not bound by the disk's fsync. The prepared [RoomWrite] goes
/// to the log; the request's virtual thread waits for its outcome.
///
/// # Two views
///
/// Only preparing sees the tip. Everyone else, every reader and every check of rights, sees
/// [Room#published()], which [Publisher] moves when the log says that an event is durable and in
/// which order. An answered send is therefore both durable and visible.
///
/// # When preparing was in vain
///
/// The log answers `Moved` when the room changed under us and `Used` when the transaction id was
/// taken before. Both drop what had been built on top; the tip is loaded afresh, once a generation,
/// and the request prepares again, a bounded number of times.
///
/// # State
///
/// A [State] is a persistent map: tip, published view and every past view share what they have in
/// common. On disk the same idea is a chain of deltas ([Snapshots]) with a full copy every
/// [Snapshots#STEPS_MAX] steps.
@NullMarked
package parvis.core.rooms;

import org.jspecify.annotations.NullMarked;
