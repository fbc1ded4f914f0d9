@NullMarked
package parvis.base;

import org.jspecify.annotations.NullMarked;
