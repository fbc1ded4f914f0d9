/// What an operator sees of a running Parvis: health, figures, logs. Never what people write.
@NullMarked
package parvis.platform.watch;

import org.jspecify.annotations.NullMarked;
