@NullMarked
package parvis.house.broken.core.media;

import org.jspecify.annotations.NullMarked;
