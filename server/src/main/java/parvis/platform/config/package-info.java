/// What the operator decides, and the sentences that tell them what is wrong with it.
@NullMarked
package parvis.platform.config;

import org.jspecify.annotations.NullMarked;
