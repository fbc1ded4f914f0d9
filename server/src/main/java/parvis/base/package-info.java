/// The words that every floor of the house shares.
@NullMarked
package parvis.base;

import org.jspecify.annotations.NullMarked;
