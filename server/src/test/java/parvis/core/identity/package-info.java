@NullMarked
package parvis.core.identity;

import org.jspecify.annotations.NullMarked;
