/// Device keys, one-time keys and messages to devices: what end-to-end encryption asks of a server.
@NullMarked
package parvis.core.keys;

import org.jspecify.annotations.NullMarked;
