@NullMarked
package parvis.protocol.push;

import org.jspecify.annotations.NullMarked;
