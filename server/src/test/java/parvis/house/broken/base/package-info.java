@NullMarked
package parvis.house.broken.base;

import org.jspecify.annotations.NullMarked;
