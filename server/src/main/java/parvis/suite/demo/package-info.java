/// The demonstration: a fictitious town hall in which everybody may be anybody.
///
/// Its people, rooms and conversations are text files under `resources/demo`; what they leave open
/// is made up by rule, the same at every start. It writes through the doors that every leaf uses,
/// so it shows nothing that Parvis cannot do.
@NullMarked
package parvis.suite.demo;

import org.jspecify.annotations.NullMarked;
