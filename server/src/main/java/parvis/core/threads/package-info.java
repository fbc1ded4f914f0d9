/// Threads that people want to hear of, by their own wish or because their client thinks so.
@NullMarked
package parvis.core.threads;

import org.jspecify.annotations.NullMarked;
