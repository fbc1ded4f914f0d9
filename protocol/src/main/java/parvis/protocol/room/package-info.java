@NullMarked
package parvis.protocol.room;

import org.jspecify.annotations.NullMarked;
