/// Who may do what in a space: one table of roles and actions, which every leaf asks.
///
/// A [Space] is a room of Matrix that says so in its state. How somebody stands to it is a
/// [Preset], read from its members, its power levels and from who is external; what that preset may
/// do stands in [RightTable], and nowhere else, but for what is set apart for one person of one app
/// ([Grants]). [Rights] decides, says who reads a place, and says what somebody sees and why, by
/// the same code.
///
/// What concerns messages is decided by Matrix as well: the roles are power levels, so that a
/// client that knows nothing of spaces is held to the same.
@NullMarked
package parvis.core.rights;

import org.jspecify.annotations.NullMarked;
