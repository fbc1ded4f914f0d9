/// What a feed has that a room has not: who has confirmed to have read what they were asked to, and
/// reminding the others.
///
/// A feed is the timeline of a room, and all of its posts, comments and confirmations are ordinary
/// events that people send by the API of Matrix. Nothing of them is written twice: what is told
/// here is counted from those events.
@NullMarked
package parvis.suite.feed;

import org.jspecify.annotations.NullMarked;
