/// What is kept in memory to spare questions to the database, and how much of it.
@NullMarked
package parvis.platform.memory;

import org.jspecify.annotations.NullMarked;
