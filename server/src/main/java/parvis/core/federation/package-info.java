/// What other servers may ask. So far: what we run, which keys our servers sign with, and who gave
/// a service a token.
@NullMarked
package parvis.core.federation;

import org.jspecify.annotations.NullMarked;
