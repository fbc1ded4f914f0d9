/// SCIM 2.0: the directory of an organisation says who its people are and who left, and which
/// groups they form.
///
/// A token is made by who administers the organisation ([Tokens]) and speaks for it alone: it sees
/// its agents, and makes people of addresses that are its own. [Schema] is the one table of what a
/// person and a group consist of; what is read, patched ([Patch]), filtered ([Filter]) and
/// published follows it. What a directory said is kept as it said it ([PersonStore]); what follows
/// of it is done in the same transaction: an account is made, its function and its state change.
/// Whoever is not active any more is out at once and keeps everything; whoever is removed has no
/// account any more, as if they had ended it themselves.
///
/// A group is a list of people and nothing else, until an administrator opens a space to it:
/// [Carrying] then brings its people in and out, in the name of that administrator, and goes on
/// after a stop.
@NullMarked
package parvis.suite.scim;

import org.jspecify.annotations.NullMarked;
