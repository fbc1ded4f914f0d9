package parvis.core.identity;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import parvis.base.Actor;

/// What identity tells the rest of the house about, after it is durable.
///
/// Listeners are added by the wiring and called on the thread of the request, before it is
/// answered. What others learn of by the log may be said more than once: see [Unheard].
public final class Announcements {
  /// Something that was said.
  public sealed interface Said {}

  /// A session that is over: nothing may be answered to it any more.
  public record SessionEnded(long userNid, String deviceId, long session) implements Said {}

  /// A device that is gone, with everything it had: what memory holds of it is wrong now.
  public record DeviceRemoved(long userNid, String deviceId) implements Said {}

  /// Somebody's devices are others now, or their names or keys.
  public record DevicesChanged(long userNid) implements Said {}

  /// Somebody sees other keys of people than before, because they vouched for them.
  public record KeysSigned(long userNid) implements Said {}

  /// A name or picture that rooms show.
  public record ProfileChanged(Actor actor) implements Said {}

  /// An account that asked after more people than one may in a day: told once a day.
  public record DirectorySpent(Actor actor) implements Said {}

  /// An account that will never be used again; its rooms are to be left.
  public record Deactivated(Actor actor) implements Said {}

  /// What an account may do, or in which sessions, is not what memory holds of it, because it was
  /// changed here or on another node: which of both, and how, its rows say. Of two changes the
  /// earlier may be told last. Listeners are quick: the log may wait for them.
  public record AccessChanged(long userNid) implements Said {}

  /// The same, as the other nodes are to hear it.
  public record AccessNoted(long userNid) implements Said {}

  private final Map<Class<?>, List<Consumer<Said>>> listeners = new ConcurrentHashMap<>();

  public <T extends Said> void on(Class<T> kind, Consumer<T> listener) {
    listeners
        .computeIfAbsent(kind, _ -> new CopyOnWriteArrayList<>())
        .add(said -> listener.accept(kind.cast(said)));
  }

  void say(Said said) {
    listeners.getOrDefault(said.getClass(), List.of()).forEach(listener -> listener.accept(said));
  }
}
