@NullMarked
package parvis.bench;

import org.jspecify.annotations.NullMarked;
