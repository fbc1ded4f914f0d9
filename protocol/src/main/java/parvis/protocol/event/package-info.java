@NullMarked
package parvis.protocol.event;

import org.jspecify.annotations.NullMarked;
