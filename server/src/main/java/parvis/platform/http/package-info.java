/// HTTP for everything above: routes declared as tables, handlers that read as blocking code,
/// replies written by the connection's own event loop. Besides `egress` the one package that knows
/// Vert.x.
@NullMarked
package parvis.platform.http;

import org.jspecify.annotations.NullMarked;
