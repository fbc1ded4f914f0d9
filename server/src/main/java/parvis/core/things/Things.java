package parvis.core.things;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import parvis.base.Actor;

/// The things of all leaves, by their kind.
public final class Things {
  private final Map<String, Owner> owners = new ConcurrentHashMap<>();

  /// Says who has the things of one kind.
  ///
  /// @param kind a word of the product, in the singular
  public void put(String kind, Owner owner) {
    owners.put(kind, owner);
  }

  /// What is there of that kind and id for the actor to see.
  public Optional<Thing> seen(Actor actor, String kind, String id) {
    return Optional.ofNullable(owners.get(kind)).flatMap(owner -> owner.seen(actor, id));
  }
}
