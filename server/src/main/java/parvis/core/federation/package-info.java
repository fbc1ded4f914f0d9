/// What other homeservers may ask. So far: what we run, and which keys our servers sign with.
@NullMarked
package parvis.core.federation;

import org.jspecify.annotations.NullMarked;
