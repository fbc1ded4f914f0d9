/// Moderation: what people tell the administrators of their server about others.
///
/// Whoever reports something learns nothing by it: what is not there, what they may not see and
/// what was taken note of are answered alike.
@NullMarked
package parvis.core.moderation;

import org.jspecify.annotations.NullMarked;
