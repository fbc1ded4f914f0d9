/// Media: files and pictures that people send, and the small pictures made of them.
@NullMarked
package parvis.core.media;

import org.jspecify.annotations.NullMarked;
