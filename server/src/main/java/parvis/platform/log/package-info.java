/// The one log of everything durable that a client can learn by syncing.
@NullMarked
package parvis.platform.log;

import org.jspecify.annotations.NullMarked;
