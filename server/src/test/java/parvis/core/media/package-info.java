/// Media through HTTP, on a real database and a real disk.
@NullMarked
package parvis.core.media;

import org.jspecify.annotations.NullMarked;
