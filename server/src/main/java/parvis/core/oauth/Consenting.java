package parvis.core.oauth;

import com.nimbusds.oauth2.sdk.OAuth2Error;
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
  private final GrantStore grants;

  Consenting(SignIn signIn, Sessions sessions, Devices devices, GrantStore grants) {
    this.grants = grants;
    this.signIn = signIn;
    this.sessions = sessions;
    this.devices = devices;
  }

  /// Who is signed in, or proves here whose account it is.
  ///
  /// @throws Refused invalidParam when they have the device already, and not by this application
  long person(Call call, String application, AskedScope scope) {
    long person = person(call);
    if (isTaken(person, application, scope.deviceId())) {
      throw Refused.invalidParam("The application wants to be a device that you have already");
    }
    return person;
  }

  private boolean isTaken(long person, String application, String deviceId) {
    return devices.find(person, deviceId).isPresent()
        && sessions
            .on(person, deviceId)
            .filter(session -> grants.owns(application, session))
            .isEmpty();
  }

  private long person(Call call) {
    Optional<Actor> actor = call.maybeActor();
    if (actor.isEmpty()) return signIn.proven(call, call.body(), () -> {}).userNid();
    if (sessions.isGranted(actor.get().session())) {
      throw Refused.forbidden("An application lets in no other one");
    }
    return actor.get().userNid();
  }

  static JsonObject.Builder shown(Call call, Application application, Optional<String> home) {
    return JsonObject.builder()
        .put("application", application.shown(call.query("lang").orElse("fr"), home));
  }

  /// The same with the device that it wants to be, which cannot be one that the person has already.
  JsonObject.Builder shown(
      Call call, Application application, Optional<String> home, AskedScope scope) {
    Optional<String> wrong =
        call.maybeActor()
            .filter(who -> isTaken(who.userNid(), application.id(), scope.deviceId()))
            .map(_ -> OAuth2Error.INVALID_SCOPE.getCode());
    return shown(call, application, home).put("device_id", scope.deviceId()).putIf("wrong", wrong);
  }
}
