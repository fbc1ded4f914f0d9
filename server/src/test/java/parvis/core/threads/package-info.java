@NullMarked
package parvis.core.threads;

import org.jspecify.annotations.NullMarked;
