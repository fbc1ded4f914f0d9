/// What tests start: real parts, once per process, thrown away with it.
@NullMarked
package parvis.harness;

import org.jspecify.annotations.NullMarked;
