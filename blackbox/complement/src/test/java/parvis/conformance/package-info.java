@NullMarked
package parvis.conformance;

import org.jspecify.annotations.NullMarked;
