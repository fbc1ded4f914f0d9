/// The rules of the house that a program can check, and houses that break them.
@NullMarked
package parvis.house;

import org.jspecify.annotations.NullMarked;
