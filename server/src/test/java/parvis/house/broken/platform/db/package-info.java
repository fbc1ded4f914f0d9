@NullMarked
package parvis.house.broken.platform.db;

import org.jspecify.annotations.NullMarked;
