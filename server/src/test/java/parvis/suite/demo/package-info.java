@NullMarked
package parvis.suite.demo;

import org.jspecify.annotations.NullMarked;
