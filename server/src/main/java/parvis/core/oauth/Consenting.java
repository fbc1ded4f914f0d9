package parvis.core.oauth;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Account;
import parvis.core.identity.Devices;
import parvis.core.identity.Servers;
import parvis.core.identity.Sessions;
import parvis.core.identity.SignIn;
import parvis.platform.http.Call;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// Who consents, and what they are shown before.
///
/// Nothing is done by a cookie: the page shows the token of who is signed in, or sends name and
/// password, so no other site can consent for somebody.
final class Consenting {
  private final Servers servers;
  private final SignIn signIn;
  private final Sessions sessions;
  private final Devices devices;
  private final GrantStore grants;

  /// Who consents.
  ///
  /// @param deviceId where they are signed in; absent: they gave name and password
  record Person(UserId user, long userNid, Optional<String> deviceId) {}

  Consenting(
      Servers servers, SignIn signIn, Sessions sessions, Devices devices, GrantStore grants) {
    this.grants = grants;
    this.servers = servers;
    this.signIn = signIn;
    this.sessions = sessions;
    this.devices = devices;
  }

  /// The same who may let in an application.
  ///
  /// @throws Refused invalidParam when they have the device already, and not by this application
  long person(Call call, String application, AskedScope scope) {
    long person = person(call).userNid();
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

  /// Who is signed in, or proves here whose account it is.
  ///
  /// @throws Refused forbidden to applications, and to people of another server than the one asked
  Person person(Call call) {
    Person person = call.maybeActor().map(this::signedIn).orElseGet(() -> proven(call));
    if (!person.user().server().equals(servers.at(call.host()).name())) {
      throw Refused.forbidden("This account is of another server");
    }
    return person;
  }

  private Person signedIn(Actor actor) {
    if (actor.guest()) throw Refused.guestForbidden("Guests have no account to let anybody into");
    if (sessions.isGranted(actor.session())) {
      throw Refused.forbidden("An application lets in no other one");
    }
    return new Person(
        actor.user(), actor.userNid(), Optional.of(actor.deviceId()).filter(id -> !id.isEmpty()));
  }

  private Person proven(Call call) {
    Account account = signIn.proven(call, call.body(), () -> {});
    return new Person(account.user(), account.userNid(), Optional.empty());
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
