/// The published schemas of Matrix, as a measure for the answers of the server.
@NullMarked
package parvis.harness.spec;

import org.jspecify.annotations.NullMarked;
