/// The copy of all that the house keeps of one person, which they ask for and take home.
///
/// A copy is a row in `data_copy` and a file in the folder `copies`: an archive with the same
/// twice, as JSON and as pages to read. It is written in the background, by at most a few threads,
/// and forgotten after a week. What a stop cuts off is not resumed: it is noted as failed and asked
/// for anew. Only its person takes it, after they proved again who they are: the proof gives a link
/// that is good for some minutes.
///
/// What each feature keeps of somebody it tells itself, as `ownRecord`; here it is put together,
/// and joined by what the person sent to rooms and uploaded. What others wrote is never in it, nor
/// what was taken back.
@NullMarked
package parvis.suite.copies;

import org.jspecify.annotations.NullMarked;
