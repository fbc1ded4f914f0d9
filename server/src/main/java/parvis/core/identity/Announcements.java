package parvis.core.identity;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import parvis.base.Actor;

/// What identity tells the rest of the house about, after it is durable.
///
/// Listeners are added by the wiring and called on the thread of the request, before it is
/// answered. What others learn of by the log may be said more than once: see [Unheard].
public final class Announcements {
  /// A session that is over: nothing may be answered to it any more.
  public record SessionEnded(long userNid, String deviceId, long session) {}

  /// A device that is gone, with everything it had: what memory holds of it is wrong now.
  public record DeviceRemoved(long userNid, String deviceId) {}

  /// Somebody's devices are others now, or their names or keys.
  public record DevicesChanged(long userNid) {}

  /// Somebody sees other keys of people than before, because they vouched for them.
  public record KeysSigned(long userNid) {}

  /// A name or picture that rooms show.
  public record ProfileChanged(Actor actor) {}

  /// An account that will never be used again; its rooms are to be left.
  public record Deactivated(Actor actor) {}

  /// An account that may do nothing any more, or may again: which of both, its row says. Of two
  /// decisions the earlier may be told last.
  public record LockDecided(long userNid) {}

  private final List<Consumer<SessionEnded>> onSessionEnded = new CopyOnWriteArrayList<>();
  private final List<Consumer<DeviceRemoved>> onDeviceRemoved = new CopyOnWriteArrayList<>();
  private final List<Consumer<DevicesChanged>> onDevicesChanged = new CopyOnWriteArrayList<>();
  private final List<Consumer<KeysSigned>> onKeysSigned = new CopyOnWriteArrayList<>();
  private final List<Consumer<ProfileChanged>> onProfileChanged = new CopyOnWriteArrayList<>();
  private final List<Consumer<Deactivated>> onDeactivated = new CopyOnWriteArrayList<>();
  private final List<Consumer<LockDecided>> onLockDecided = new CopyOnWriteArrayList<>();

  public void onLockDecided(Consumer<LockDecided> listener) {
    onLockDecided.add(listener);
  }

  public void onSessionEnded(Consumer<SessionEnded> listener) {
    onSessionEnded.add(listener);
  }

  public void onDeviceRemoved(Consumer<DeviceRemoved> listener) {
    onDeviceRemoved.add(listener);
  }

  public void onDevicesChanged(Consumer<DevicesChanged> listener) {
    onDevicesChanged.add(listener);
  }

  public void onKeysSigned(Consumer<KeysSigned> listener) {
    onKeysSigned.add(listener);
  }

  public void onProfileChanged(Consumer<ProfileChanged> listener) {
    onProfileChanged.add(listener);
  }

  public void onDeactivated(Consumer<Deactivated> listener) {
    onDeactivated.add(listener);
  }

  void say(SessionEnded ended) {
    onSessionEnded.forEach(listener -> listener.accept(ended));
  }

  void say(DeviceRemoved removed) {
    onDeviceRemoved.forEach(listener -> listener.accept(removed));
  }

  void say(DevicesChanged changed) {
    onDevicesChanged.forEach(listener -> listener.accept(changed));
  }

  void say(KeysSigned signed) {
    onKeysSigned.forEach(listener -> listener.accept(signed));
  }

  void say(ProfileChanged changed) {
    onProfileChanged.forEach(listener -> listener.accept(changed));
  }

  void say(LockDecided decided) {
    onLockDecided.forEach(listener -> listener.accept(decided));
  }

  void say(Deactivated deactivated) {
    onDeactivated.forEach(listener -> listener.accept(deactivated));
  }
}
