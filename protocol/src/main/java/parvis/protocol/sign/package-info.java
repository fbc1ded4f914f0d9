@NullMarked
package parvis.protocol.sign;

import org.jspecify.annotations.NullMarked;
