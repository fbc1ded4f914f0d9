/// The front door: the command line, and the wiring of the house by hand.
@NullMarked
package parvis.app;

import org.jspecify.annotations.NullMarked;
