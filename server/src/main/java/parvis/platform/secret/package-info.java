/// The one secret that is not in the database, and what is encrypted by it.
@NullMarked
package parvis.platform.secret;

import org.jspecify.annotations.NullMarked;
