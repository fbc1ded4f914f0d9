package parvis.core.oauth;

import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Devices;
import parvis.core.identity.Sessions;
import parvis.core.identity.SignIn;
import parvis.platform.http.Call;
import parvis.protocol.json.JsonObject;

/// Who consents, and what they are shown before.
///
/// Nothing is done by a cookie: the page shows the token of who is signed in, or sends name and
/// password, so no other site can consent for somebody.
final class Consenting {
  private final SignIn signIn;
  private final Sessions sessions;
  private final Devices devices;

  Consenting(SignIn signIn, Sessions sessions, Devices devices) {
    this.signIn = signIn;
    this.sessions = sessions;
    this.devices = devices;
  }

  /// Who is signed in, or proves here whose account it is.
  long person(Call call) {
    Optional<Actor> actor = call.maybeActor();
    if (actor.isEmpty()) return signIn.proven(call, call.body(), () -> {}).userNid();
    if (sessions.isGranted(actor.get().session())) {
      throw Refused.forbidden("An application lets in no other one");
    }
    return actor.get().userNid();
  }

  static JsonObject.Builder shown(Call call, Application application) {
    return JsonObject.builder()
        .put("application", application.shown(call.query("lang").orElse("fr")));
  }

  /// The same with the device that it wants to be and, where the person has one of that id already,
  /// what that is called: they would have it no more.
  JsonObject.Builder shown(Call call, Application application, AskedScope scope) {
    Optional<String> replaced =
        call.maybeActor()
            .flatMap(who -> devices.find(who.userNid(), scope.deviceId()))
            .map(device -> device.name().orElseGet(device::id));
    return shown(call, application).put("device_id", scope.deviceId()).putIf("replaces", replaced);
  }
}
