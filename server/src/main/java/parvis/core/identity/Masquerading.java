package parvis.core.identity;

import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.platform.http.Authenticator;
import parvis.platform.http.Call;
import parvis.protocol.id.UserId;

/// Who acts, by any token: somebody who is signed in, or an application service as one of those
/// whose names it holds: with the rights of that person, but never with those of an administrator.
///
/// A service is nobody's session. What it does as somebody is of a session of its own that has the
/// person's number, or, where it names a device, of that device's.
///
/// spec: as-api#identity-assertion, MSC4326
final class Masquerading implements Authenticator {
  private final Services services;
  private final Sessions sessions;
  private final Db db;

  Masquerading(Services services, Sessions sessions, Db db) {
    this.services = services;
    this.sessions = sessions;
    this.db = db;
  }

  /// Somebody as whom a service acts, as the database knows them.
  record Mask(long user, boolean guest, Bar bar, Optional<Session> session) {
    record Session(long nid, long scope) {}
  }

  @Override
  public Actor authenticate(String token, Call call) {
    return services
        .ofToken(token)
        .map(service -> mask(service, call))
        .orElseGet(() -> sessions.authenticate(token, call));
  }

  @Override
  public boolean isUncounted(String token) {
    return services.ofToken(token).filter(service -> !service.limited()).isPresent();
  }

  private Actor mask(Service service, Call call) {
    UserId user =
        call.query("user_id")
            .map(
                text ->
                    UserId.parse(text)
                        .orElseThrow(() -> Refused.invalidParam("This is not a user id")))
            .orElse(service.sender());
    if (!services.is(service, user)) {
      throw Refused.forbidden("This application service cannot act as that person");
    }
    String device =
        call.query("device_id").or(() -> call.query("org.matrix.msc3202.device_id")).orElse("");
    Mask mask =
        db.read(tx -> SessionStore.mask(tx, user, device))
            .orElseThrow(
                () -> Refused.forbidden("This application service has not registered that person"));
    mask.bar().check(call.deed());
    if (!device.isEmpty() && mask.session().isEmpty()) {
      throw Refused.of(Refused.Kind.UNKNOWN_DEVICE, "That person has no such device");
    }
    Mask.Session session =
        mask.session().orElseGet(() -> new Mask.Session(mask.user(), mask.user()));
    boolean limited = service.limited() && !user.equals(service.sender());
    return new Actor(
        user,
        mask.user(),
        device,
        session.nid(),
        session.scope(),
        false,
        mask.bar() == Bar.SUSPENDED,
        mask.guest(),
        new Actor.Through(service.id(), limited));
  }
}
