@NullMarked
package parvis.protocol.json;

import org.jspecify.annotations.NullMarked;
