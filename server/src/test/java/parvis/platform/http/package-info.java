/// HTTP from the other end of a socket.
@NullMarked
package parvis.platform.http;

import org.jspecify.annotations.NullMarked;
