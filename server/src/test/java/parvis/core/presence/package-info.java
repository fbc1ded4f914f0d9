@NullMarked
package parvis.core.presence;

import org.jspecify.annotations.NullMarked;
