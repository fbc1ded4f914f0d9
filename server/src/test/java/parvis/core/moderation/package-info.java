@NullMarked
package parvis.core.moderation;

import org.jspecify.annotations.NullMarked;
