/// Presence: who is there, as far as they let others see it, and as far as the operator lets them.
///
/// # Nothing of it lasts
///
/// A device that syncs says that its person is there, for a little longer than its request waits.
/// That is kept in memory alone, as one note per person: a sync writes nothing to the database, and
/// ends without anybody having to be told. What others see changes rarely; such changes are
/// numbered together with those of typing, so that a sync passes over what it told before.
///
/// # Who hears of it
///
/// Whoever is in a room with somebody, if it is not too large ([Sharing#ROOM_MAX]): in a room of
/// thousands each coming and going would be a message to all. Those who wait are woken at most once
/// a second, however many came and went.
@NullMarked
package parvis.core.presence;

import org.jspecify.annotations.NullMarked;
