/// What the server promises on the wire, held against the published specification route by route.
@NullMarked
package parvis.contract;

import org.jspecify.annotations.NullMarked;
