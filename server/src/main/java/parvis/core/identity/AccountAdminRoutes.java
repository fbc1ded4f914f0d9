package parvis.core.identity;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.AccountStore.Told;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// Accounts as administrators of a server list, make and change them, by the calls that tools for
/// Synapse make.
final class AccountAdminRoutes {
  private static final String V1 = "/_synapse/admin/v1";
  private static final String USERS = "/_synapse/admin/v2/users";
  private static final String USER = USERS + "/{userId}";

  private static final int PAGE = 100;
  private static final int PAGE_MAX = 1_000;
  private static final int TERM_CHARS_MAX = 255;

  private final Administration administration;
  private final Accounts accounts;
  private final AccountStore store;
  private final Servers servers;
  private final Profiles profiles;
  private final Bars bars;
  private final String version;

  /// @param version the program's
  AccountAdminRoutes(
      Administration administration,
      Accounts accounts,
      AccountStore store,
      Servers servers,
      Profiles profiles,
      Bars bars,
      String version) {
    this.administration = administration;
    this.accounts = accounts;
    this.store = store;
    this.servers = servers;
    this.profiles = profiles;
    this.bars = bars;
    this.version = version;
  }

  List<Route> all() {
    return List.of(
        get(V1 + "/server_version", "Which program this is", this::version).open(),
        get(USERS, "The accounts of a server", this::list).noted("read accounts"),
        get(USER, "An account", this::one).noted("read account"),
        put(USER, "Make an account or change it", this::decide).costs(RateClass.LOGIN),
        get(V1 + "/username_available", "Is a name free", this::isFree),
        get(V1 + "/users/{userId}/admin", "Is somebody an administrator", this::isAdmin),
        put(
            V1 + "/users/{userId}/admin",
            "Make somebody an administrator, or not",
            this::makeAdmin),
        post(V1 + "/deactivate/{userId}", "End an account", this::deactivate).emptyBody(),
        post(V1 + "/reset_password/{userId}", "Give an account another password", this::password)
            .costs(RateClass.LOGIN));
  }

  private Reply version(Call call) {
    return Reply.fields("server_version", "Parvis " + version);
  }

  private Reply list(Call call) {
    Actor admin = Administration.by(call);
    long limit = call.queryLong("limit").orElse(PAGE);
    long skip = call.queryLong("from").orElse(0);
    String order = call.query("order_by").orElse("name");
    if (limit < 1 || skip < 0 || !AccountStore.isOrder(order)) {
      throw Refused.invalidParam("limit is positive, from is not negative, order_by is a column");
    }
    AccountStore.Page page =
        store.page(
            new AccountStore.Wanted(
                servers.find(admin.user().server()).orElseThrow().nid(),
                call.queryBool("guests").orElse(true),
                call.queryBool("deactivated").orElse(false),
                call.queryBool("admins").orElse(false),
                term(call, "name"),
                term(call, "user_id"),
                order,
                isDescending(call),
                skip,
                (int) Math.min(limit, PAGE_MAX)));
    Object[] told = page.accounts().stream().map(AccountAdminRoutes::listed).toArray();
    long next = skip + told.length;
    return Reply.json(
        JsonObject.builder()
            .put("users", JsonArray.of(told))
            .put("total", page.total())
            .putIf("next_token", Optional.of(Long.toString(next)).filter(_ -> next < page.total()))
            .build());
  }

  private static String term(Call call, String name) {
    String text = call.query(name).orElse("");
    if (text.length() > TERM_CHARS_MAX) {
      throw Refused.invalidParam("What is searched has at most " + TERM_CHARS_MAX + " characters");
    }
    return text;
  }

  private static boolean isDescending(Call call) {
    return switch (call.query("dir").orElse("f")) {
      case "f" -> false;
      case "b" -> true;
      default -> throw Refused.invalidParam("dir is f or b");
    };
  }

  private static JsonObject listed(Told told) {
    return json(told).put("creation_ts", told.createdMs()).build();
  }

  /// Tools read the time in seconds here, and in milliseconds in a list.
  private static JsonObject whole(Told told) {
    JsonObject.Builder json =
        json(told)
            .put("creation_ts", told.createdMs() / 1_000)
            .put("suspended", told.suspended())
            .put("threepids", JsonArray.EMPTY)
            .put("external_ids", JsonArray.EMPTY)
            .put("consent_version", orNull(told.termsVersion()));
    told.termsAcceptedMs().ifPresent(ms -> json.put("consent_ts", ms));
    return json.build();
  }

  private static JsonObject.Builder json(Told told) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("name", told.user().value())
            .put("displayname", orNull(told.displayName()))
            .put("avatar_url", orNull(told.avatarUrl()))
            .put("admin", told.admin())
            .put("is_guest", told.guest())
            .put("locked", told.locked())
            .put("deactivated", told.deactivated())
            .put("erased", told.deactivated() && told.displayName().isEmpty())
            .put("shadow_banned", false)
            .put("user_type", JsonNull.NULL);
    told.seenMs().ifPresent(ms -> json.put("last_seen_ts", ms));
    return json;
  }

  private static JsonValue orNull(Optional<String> text) {
    return text.<JsonValue>map(JsonString::new).orElse(JsonNull.NULL);
  }

  private Reply one(Call call) {
    return Reply.json(told(administration.account(call).user()));
  }

  private JsonObject told(UserId user) {
    return store.find(user).map(AccountAdminRoutes::whole).orElseThrow(Refused::notFound);
  }

  /// What is to become of an account. What is absent stays as it is.
  ///
  /// @param signOut whether a new password ends all sessions
  private record Wish(
      Optional<String> password,
      boolean signOut,
      Optional<String> displayName,
      Optional<String> avatarUrl,
      Optional<Boolean> admin,
      Optional<Boolean> locked,
      Optional<Boolean> deactivated) {
    static Wish read(Body body) {
      for (String elsewhere : List.of("threepids", "external_ids")) {
        if (!body.optionalArray(elsewhere).orElse(JsonArray.EMPTY).values().isEmpty()) {
          throw Refused.invalidParam("\"" + elsewhere + "\" is not decided here");
        }
      }
      Wish wish =
          new Wish(
              body.optionalString("password", Stages.PASSWORD_TEXT_CHARS_MAX),
              body.bool("logout_devices", true),
              body.optionalString("displayname").map(ProfileField::displayName),
              body.optionalString("avatar_url"),
              body.optionalBool("admin"),
              body.optionalBool("locked"),
              body.optionalBool("deactivated"));
      wish.avatarUrl()
          .ifPresent(url -> ProfileField.value(ProfileField.AVATAR_URL, new JsonString(url)));
      if (wish.admin().orElse(false) && wish.locked().orElse(false)) {
        throw Refused.invalidParam("No administrator is locked");
      }
      return wish;
    }

    /// Whether it touches what administrators keep from each other.
    boolean isGrave() {
      return password.isPresent() || locked.isPresent() || deactivated.isPresent();
    }
  }

  private Reply decide(Call call) {
    UserId user = Administration.named(call);
    Wish wish = Wish.read(call.body());
    Optional<Account> known = accounts.find(user);
    if (known.isEmpty()) return Reply.json(201, told(create(user, wish).user()));
    Account account = known.filter(Account::active).orElseThrow(Refused::notFound);
    change(call.actor(), account, wish);
    return Reply.json(told(user));
  }

  private Account create(UserId user, Wish wish) {
    UserId wished = Accounts.wished(user.localpart(), servers.find(user.server()).orElseThrow());
    wish.password().ifPresent(password -> accounts.checkPassword(password, wished));
    if (wish.deactivated().orElse(false)) throw forEver();
    Account account =
        accounts.create(
            new NewAccount(
                wished, wish.password(), wish.admin().orElse(false), wish.displayName()));
    wish.avatarUrl().ifPresent(url -> tell(account, ProfileField.AVATAR_URL, url));
    if (wish.locked().orElse(false)) bars.lock(account, true);
    return account;
  }

  private void change(Actor admin, Account account, Wish wish) {
    if (account.admin() && wish.isGrave()) throw Refused.forbidden("This is an administrator");
    boolean ends = wish.deactivated().orElse(false);
    wish.password().ifPresent(password -> accounts.checkPassword(password, account.user()));
    if (wish.deactivated().isPresent() && !ends) throw forEver();
    wish.admin().ifPresent(wanted -> setAdmin(admin, account, wanted));
    wish.displayName().ifPresent(name -> tell(account, ProfileField.DISPLAY_NAME, name));
    wish.avatarUrl().ifPresent(url -> tell(account, ProfileField.AVATAR_URL, url));
    wish.password()
        .ifPresent(password -> accounts.resetPassword(account, password, wish.signOut()));
    wish.locked().ifPresent(locked -> bars.lock(account, locked));
    if (ends) accounts.deactivate(Administration.as(account), false);
  }

  private void tell(Account account, String field, String value) {
    profiles.put(Administration.as(account), field, new JsonString(value));
  }

  private static Refused forEver() {
    return Refused.invalidParam("An account that was ended stays so");
  }

  private Reply isFree(Call call) {
    Actor admin = Administration.by(call);
    String name =
        call.query("username").orElseThrow(() -> Refused.missingParam("\"username\" is missing"));
    accounts.checkFree(Accounts.wished(name, servers.find(admin.user().server()).orElseThrow()));
    return Reply.fields("available", true);
  }

  private Reply isAdmin(Call call) {
    return Reply.fields("admin", administration.account(call).admin());
  }

  private Reply makeAdmin(Call call) {
    Account account = administration.account(call);
    boolean wanted = call.body().bool("admin");
    if (!account.active()) throw Refused.notFound();
    setAdmin(call.actor(), account, wanted);
    return Reply.empty();
  }

  /// Nobody takes it from themselves: the last one would leave nobody.
  private void setAdmin(Actor admin, Account account, boolean wanted) {
    if (account.user().equals(admin.user()) && !wanted) {
      throw Refused.invalidParam("Nobody ceases by themselves to be an administrator");
    }
    bars.setAdmin(account, wanted);
  }

  private Reply deactivate(Call call) {
    Account account = administration.subject(call);
    accounts.deactivate(Administration.as(account), call.body().bool("erase", false));
    return Reply.fields("id_server_unbind_result", "success");
  }

  private Reply password(Call call) {
    Account account = administration.subject(call);
    Body body = call.body();
    String password = body.string("new_password", Stages.PASSWORD_TEXT_CHARS_MAX);
    boolean signOut = body.bool("logout_devices", true);
    accounts.checkPassword(password, account.user());
    accounts.resetPassword(account, password, signOut);
    return Reply.empty();
  }
}
