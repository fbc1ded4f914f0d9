/// Pilots: how an organisation comes to be in the house, and stays or goes.
///
/// Somebody without an account applies on a public page, with a professional address that a code
/// proves ([Applications]). Who runs the server approves, refuses with a reason, or asks something
/// back. What is approved becomes an organisation with its first administrator and a pilot
/// ([Pilots]): so many people, until a day, with its goals. When the day comes, or by decision, it
/// is closed: its people are kept out and all that they wrote stays; or it is opened, and nobody
/// bounds it any more.
@NullMarked
package parvis.suite.pilots;

import org.jspecify.annotations.NullMarked;
