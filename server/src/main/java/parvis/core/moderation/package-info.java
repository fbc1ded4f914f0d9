/// Moderation: what people tell the administrators of their server about others.
///
/// Whoever reports something learns nothing by it: what is not there, what they may not see and
/// what was taken note of are answered alike. Who decides on it are the administrators of the
/// server, and those of the organisation of whom it is about, or else of the room's; on who decides
/// something in an organisation, the server's alone. Who reported is told that something was
/// decided, and whom it is about what and why, never by whom it was reported. Nobody decides on a
/// report about themselves, nor reads it: they are told that there is one, and that others decide.
@NullMarked
package parvis.core.moderation;

import org.jspecify.annotations.NullMarked;
