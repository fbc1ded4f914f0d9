@NullMarked
package parvis.house.broken.core.sync;

import org.jspecify.annotations.NullMarked;
