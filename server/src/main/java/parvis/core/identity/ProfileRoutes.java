package parvis.core.identity;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.config.Directory;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// What people say about themselves.
///
/// spec: cs-api#profiles
final class ProfileRoutes {
  private static final String FIELD = "/_matrix/client/v3/profile/{userId}/{keyName}";

  private final Profiles profiles;
  private final Accounts accounts;
  private final Admission admission;
  private final Directory directory;

  ProfileRoutes(Profiles profiles, Accounts accounts, Admission admission, Directory directory) {
    this.accounts = accounts;
    this.profiles = profiles;
    this.admission = admission;
    this.directory = directory;
  }

  List<Route> all() {
    return List.of(
        get("/_matrix/client/v3/profile/{userId}", "A profile", this::whole).optional(),
        get(FIELD, "A field of a profile", this::field).optional(),
        put(FIELD, "Set a field of my profile", this::set)
            .guests()
            .bodyMax(2 * Profiles.PROFILE_BYTES_MAX)
            .costs(RateClass.JOIN),
        delete(FIELD, "Remove a field of my profile", this::remove)
            .emptyBody()
            .costs(RateClass.JOIN));
  }

  private Reply whole(Call call) {
    return Reply.json(fields(call));
  }

  private Reply field(Call call) {
    String name = key(call);
    JsonValue value = fields(call).get(name);
    if (value == null) throw Refused.notFound("The profile has no such field");
    return Reply.fields(name, value);
  }

  private Reply set(Call call) {
    Actor actor = owner(call);
    String name = ProfileField.name(call.longPath("keyName"));
    JsonValue value = call.json().get(name);
    if (value == null) throw Refused.missingParam("\"" + name + "\" is missing");
    if (actor.guest() && !name.equals(ProfileField.DISPLAY_NAME)) {
      throw Refused.guestForbidden("Guests have a name and nothing else");
    }
    refuseLocked(actor, name);
    profiles.put(actor, name, value);
    return Reply.empty();
  }

  private Reply remove(Call call) {
    Actor actor = owner(call);
    String name = key(call);
    refuseLocked(actor, name);
    profiles.remove(actor, name);
    return Reply.empty();
  }

  private void refuseLocked(Actor actor, String field) {
    if (field.equals(ProfileField.DISPLAY_NAME) && profiles.isGiven(actor)) {
      throw Refused.forbidden("Your organisation gives you your name");
    }
    if (field.equals(ProfileField.FUNCTION)
        && !actor.admin()
        && admission.locksFunction(actor.userNid())) {
      throw Refused.forbidden("Your organisation says what you do");
    }
  }

  /// Where not everyone may look people up, a stranger does not even learn who is here.
  private JsonObject fields(Call call) {
    if (directory == Directory.MEMBERS && call.maybeActor().isEmpty()) {
      throw Refused.forbidden("Profiles are for those who are signed in");
    }
    UserId user = user(call);
    Optional<JsonObject> fields = profiles.fields(call.maybeActor(), user);
    if (fields.isEmpty() && accounts.exists(user)) {
      fields = profiles.fields(Optional.empty(), user);
    }
    return fields.orElseThrow(() -> Refused.notFound("There is no such profile"));
  }

  private static Actor owner(Call call) {
    Actor actor = call.actor();
    if (!user(call).equals(actor.user())) {
      throw Refused.forbidden("One changes only one's own profile");
    }
    return actor;
  }

  private static String key(Call call) {
    return ProfileField.name(call.path("keyName"));
  }

  private static UserId user(Call call) {
    return UserId.parse(call.path("userId"))
        .orElseThrow(() -> Refused.invalidParam("This is not a user id"));
  }
}
