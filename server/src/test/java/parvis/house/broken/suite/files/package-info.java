@NullMarked
package parvis.house.broken.suite.files;

import org.jspecify.annotations.NullMarked;
