/// The one log: everything durable that a client can learn by syncing, in one order.
///
/// Read it from here to [parvis.platform.log.Log], then [Committer][parvis.platform.log.Committer],
/// [CommitSql][parvis.platform.log.CommitSql] and [Publisher][parvis.platform.log.Publisher].
///
/// # The idea
///
/// Each message, receipt, to-device message, change of a device list or of account data is one row
/// of one table, `log`, and its place there is one number, its *position*. A client that has seen
/// position 812 asks for what comes after 812. That is all of a sync token. It is right only if
/// nothing ever appears *below* a position that somebody has seen, and most of this package exists
/// for that sentence.
///
/// # Preparing
///
/// Whoever writes does the expensive work beforehand and in parallel: authorise, hash, sign. The
/// result is a [RoomWrite][parvis.platform.log.RoomWrite], which names the version of the room that
/// it was prepared on, or a [SyncableWrite][parvis.platform.log.SyncableWrite]. The next write of
/// the same room may be prepared on the first one's [version after][
/// parvis.platform.log.RoomWrite#versionAfter()] at once, before that one is durable, so a busy
/// room does not wait for the disk.
///
/// # Committing
///
/// One thread takes what has queued up, at most 256 rows and 4 MiB (the events that make a room may
/// be more), and makes it durable in one statement and one round trip. While the disk is busy with
/// one batch the next one gathers, so batches are large exactly when that is needed; behind a large
/// one it waits a millisecond longer (docs/adr/0012). A single statement also means that a process
/// that freezes half-way holds no lock while the server waits for it.
///
/// The statement locks the rows of its rooms by ascending nid. A room whose version is not the
/// expected one has moved, because another node wrote into it: its writes are left out and come
/// back as [Moved][parvis.platform.log.Outcome.Moved], to be prepared again. So do the writes
/// queued behind them, which were built on something that never happened. Versions count events and
/// could come to the same number by another way, so the committer remembers what it dropped
/// ([DroppedTips][parvis.platform.log.DroppedTips]).
///
/// The statement is planned once: with a plan for each batch PostgreSQL spent half as much again.
///
/// # Ordering
///
/// A sequence gives numbers in order, but transactions become visible in the order in which they
/// commit, and a reader that has seen 6 never looks for a 5 that appears afterwards. So a committer
/// takes a lock before its first position and keeps it until the commit is visible. It takes it as
/// the last thing, when all that needs no position is written. Two ways stand behind
/// [Ordering][parvis.platform.log.Ordering]; one test holds both to the contract, and shows that a
/// plain sequence breaks it.
///
/// # Idempotency
///
/// A client that got no answer sends again under the same transaction id. The
/// [SendKey][parvis.platform.log.SendKey] is a primary key, written with the event or with the
/// messages to devices that it names. Inside a batch and shortly after, a repetition is found in
/// memory. Otherwise it violates the key and the whole statement is undone: what follows it in its
/// room was built on it. The committer then looks up what the key stands for, answers
/// [Used][parvis.platform.log.Outcome.Used], drops the rest of that room, and sends the others
/// again. Keys are kept for seven days.
///
/// # Unknown outcomes
///
/// When the connection breaks before the answer, nobody knows whether the commit happened. Saying
/// "failed" would double the message that the client sends again; saying "written" might be a lie.
/// So each statement carries a number, which becomes a row of `log_batch` together with everything
/// else. The committer connects anew, ends the old process of the server, waits until it is gone,
/// and sends the same bytes again: either they are written now, or the number is there already and
/// the outcome is read from it. Until then nobody is answered. A warning on commit, which
/// PostgreSQL gives when the wait for a standby was cancelled, counts as unknown too: it is settled
/// by a further write whose commit came without one, since the server's journal has one order.
///
/// In a longer outage the queue is sent away with what was surely not written, and new writes are
/// refused while it is full. A write that the database cannot accept is searched by halves, so that
/// it fails alone.
///
/// # Publishing
///
/// One more thread hands the rows to the followers: the rooms' published state, the tails that sync
/// is answered from. Only then it completes the futures, so whoever has an answer can sync and find
/// what was answered. A batch whose first position follows directly is told at once, with the
/// objects that the writer attached. Otherwise other nodes have written in between, and their rows
/// are read first; what is not there then is a gap for good. An idle node looks once a second, or
/// on a [hint][parvis.platform.log.Log#hint()].
///
/// # Following durably
///
/// What need not be there when a writer is answered follows a moment later, on a thread of its own:
/// a [DurableFollower][parvis.platform.log.DurableFollower] keeps its place in `log_consumer` and
/// moves it in the transaction that does its work. No row is left out or done twice, whoever is
/// killed and however many processes take turns. Of what the publisher told it lately it need not
/// ask the database.
///
/// # Epochs and tokens
///
/// After a promotion, a restore or a copy the end of a history may be gone, and its positions would
/// be given again to other rows. [Epochs][parvis.platform.log.Epochs] notices by the system
/// identifier, the timeline and the database's number, each time the committer connects. It writes
/// where the new history forks from the old one, and moves the positions on by a million. A
/// [Token][parvis.platform.log.Token] names its epoch; one of an older epoch goes back to the fork
/// at most. Its holder may see rows twice then, and skips none. A node that has told rows which the
/// database has lost stops writing and asks for a restart.
///
/// # Keeping it small
///
/// The log is cut into pieces by position. [Upkeep][parvis.platform.log.Upkeep] makes them ahead of
/// the end and drops them behind a floor: 30 days, or the slowest durable consumer. Every syncable
/// thing keeps its last position in its own table, so a token older than the floor still works.
@NullMarked
package parvis.platform.log;

import org.jspecify.annotations.NullMarked;
