/// Push: how people are told of what happened while they looked elsewhere. Here: their rules.
@NullMarked
package parvis.core.push;

import org.jspecify.annotations.NullMarked;
