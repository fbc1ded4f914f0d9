@NullMarked
package parvis.house.broken.core.rooms;

import org.jspecify.annotations.NullMarked;
