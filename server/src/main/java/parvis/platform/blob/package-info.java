/// Bytes that are too large for the database, kept once and named by what they are.
@NullMarked
package parvis.platform.blob;

import org.jspecify.annotations.NullMarked;
