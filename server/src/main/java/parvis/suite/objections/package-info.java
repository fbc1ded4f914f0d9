/// Objections: somebody says that they do not agree to what is done with their data, and who
/// administers their organisation answers in words. What one asks for waits with the other requests
/// of the administration, and is counted on the first page of who answers; the answer comes by a
/// notice of the server, and by mail to who has an address.
@NullMarked
package parvis.suite.objections;

import org.jspecify.annotations.NullMarked;
