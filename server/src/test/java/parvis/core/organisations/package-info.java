@NullMarked
package parvis.core.organisations;

import org.jspecify.annotations.NullMarked;
