/// Search: finding what was said in all rooms that one is or was in.
///
/// # The index
///
/// [Index] follows the log durably and keeps one row for each message, name and topic: its words
/// and their French stems ([Stems]), without accents ([Word]). An edit replaces the words of the
/// event it edits, a redaction removes them: that row is computed afresh from the events as they
/// are when it is written, so doing it again changes nothing. What is new is indexed from memory, a
/// second's worth at once or two thousand rows, and PostgreSQL sorts the words of all of them into
/// its index together: done for each message, with everything looked up again, that cost as much as
/// sending. What was there before search was is indexed in the background, latest first.
///
/// Every word in the index stands behind the number of its room. A search asks for the words of
/// each of the reader's rooms, so what it costs depends on what was said there, and not on how much
/// is said elsewhere on the server.
///
/// # Searching
///
/// [Searching] waits until the index has what was sent before the question, takes the latest
/// matches of the reader's rooms, and keeps those that the reader may see: an event that happened
/// where they could see it, with words that were given to it where they could see that too.
///
/// spec: cs-api#server-side-search
@NullMarked
package parvis.core.search;

import org.jspecify.annotations.NullMarked;
