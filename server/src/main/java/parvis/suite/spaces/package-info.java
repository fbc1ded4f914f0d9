/// Spaces: where people of one matter meet, with their feed and their rooms.
///
/// A space is a room of Matrix of the type `m.space`, of version 11 (ADR 0009), and its feed is a
/// room below it. Everything is done through the doors of `core.rooms` in somebody's own name, so
/// that a client that knows nothing of spaces sees the same, and is held to the same. What a space
/// is stands in its state; the table `space` only says which rooms are spaces.
///
/// **Whole or not at all.** The ids of both rooms are drawn before either is made, and noted with
/// the wish; then the feed is made, and then the space, which names it from its first event. What
/// is cut off in between is made at the same ids by whoever asks again, by the next start, or by a
/// node that lives; nobody sees a space without its feed, since the space comes last.
///
/// **In the space, in the feed.** Whoever comes into the space is joined to the feed in the same
/// request, and whoever goes leaves the feed and the rooms that only the space opened to them. Who
/// comes or goes by a client of Matrix is followed by the log ([Following]).
@NullMarked
package parvis.suite.spaces;

import org.jspecify.annotations.NullMarked;
