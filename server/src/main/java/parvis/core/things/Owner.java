package parvis.core.things;

import java.util.Optional;
import parvis.base.Actor;

/// The leaf that has the things of one kind.
public interface Owner {
  /// A thing of that id, if the actor may see it.
  Optional<Thing> seen(Actor actor, String id);
}
