@NullMarked
package parvis.house.broken.core.push;

import org.jspecify.annotations.NullMarked;
