@NullMarked
package parvis.house.broken.suite.tasks;

import org.jspecify.annotations.NullMarked;
