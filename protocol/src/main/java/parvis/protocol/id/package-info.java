@NullMarked
package parvis.protocol.id;

import org.jspecify.annotations.NullMarked;
