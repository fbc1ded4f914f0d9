@NullMarked
package parvis.house.broken.protocol;

import org.jspecify.annotations.NullMarked;
