package parvis.contract;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.World;
import parvis.harness.spec.Branches;
import parvis.harness.spec.Operation;
import parvis.harness.spec.SpecCheck;
import parvis.platform.http.Route;
import parvis.platform.http.Shape;
import parvis.protocol.json.JsonValue;

/// Every route of the running server answers what the specification says it answers: its success,
/// and each error that can be provoked. A route that nobody exercises fails the build.
final class EveryRouteTest {
  /// What the specification of clients does not know: the operator's interface, that of the house,
  /// that of other servers, and what clients try before it is specified.
  private static final List<String> BESIDES =
      List.of(
          "/api/v1/",
          "/_matrix/client/unstable/",
          "/_matrix/client/v4/",
          "/_matrix/client/v3/auth/",
          "/_matrix/federation/",
          "/_matrix/key/",
          "/_synapse/",
          "/health/",
          "/scim/v2/",
          "/metrics");

  private static final String DELAYED =
      "/_matrix/client/unstable/org.matrix.msc4140/delayed_events";

  private static final String THREAD =
      "/_matrix/client/unstable/io.element.msc4306/rooms/{roomId}/thread/{threadRootId}/subscription";

  private static final String SLIDING =
      "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";

  private static final String METADATA = "GET /_matrix/client/v1/auth_metadata";
  private static final String NOTICE = "/_synapse/admin/v1/send_server_notice";
  private static final String REPORTS = "/_synapse/admin/v1/event_reports";

  /// Routes that never succeed, and why. `POST …/rooms/{roomId}/invite` is two operations of the
  /// specification, of which the one by address or telephone is refused (403): it is an identity
  /// server that knows whose they are, and none is asked.
  private static final Map<String, String> ALWAYS_REFUSED =
      Map.of(
          "GET /scim/v2/{unknown}",
          "of SCIM not everything is served",
          "POST /scim/v2/.search",
          "of SCIM not everything is served",
          "POST /_matrix/client/v3/account/3pid",
          "takes the word of an identity server, and none is asked: see account/3pid/add",
          "POST /_matrix/client/v3/account/3pid/bind",
          "tells an identity server, and none is told",
          "POST /_matrix/client/v3/account/3pid/msisdn/requestToken",
          "accounts have no telephone numbers",
          "POST /_matrix/client/v3/account/password/msisdn/requestToken",
          "accounts have no telephone numbers",
          "POST /_matrix/client/v3/register/msisdn/requestToken",
          "accounts have no telephone numbers",
          "POST /api/v1/push/readings",
          "no push service brings the proof of a notification");

  /// Declared errors that cannot come from this server, and why.
  private static final Map<String, String> NEVER_HERE = neverHere();

  /// Codes of errors that do come, which cannot come from this server, and why.
  private static final Map<String, String> CODES_NEVER_HERE = codesNeverHere();

  /// Properties of successes that this server never fills, and why.
  private static final Map<String, String> EMPTY_HERE =
      Map.ofEntries(
          entry(
              "GET /_matrix/client/v3/admin/whois/{userId}"
                  + " devices/*/sessions[]/connections[]/user_agent",
              "what programs call themselves is not kept"),
          entry(
              "GET /_matrix/client/v3/capabilities capabilities/m.forget_forced_upon_leave",
              "who leaves may look back"),
          entry(
              "GET /_matrix/client/v3/capabilities capabilities/m.profile_fields/allowed",
              "every field of a profile is"),
          entry(
              "GET /_matrix/client/v3/capabilities capabilities/m.profile_fields/disallowed",
              "no field of a profile is"),
          entry(
              "GET /.well-known/matrix/support contacts[]/matrix_id",
              "who runs a server is told by an address of mail"),
          entry(
              "GET /_matrix/client/v3/initialSync rooms[]/visibility",
              "whether a room is listed is asked of the directory"),
          entry(
              "GET /_matrix/client/v3/rooms/{roomId}/initialSync account_data",
              "what one notes of a room comes by syncing"),
          entry(
              "GET /_matrix/client/v3/rooms/{roomId}/initialSync visibility",
              "whether a room is listed is asked of the directory"),
          entry(
              "GET /_matrix/client/v1/mutual_rooms next_batch",
              "nobody meets somebody in so many rooms"),
          entry(
              "GET /_matrix/client/v3/notifications notifications[]/profile_tag",
              "rules are of all devices"),
          entry("POST /_matrix/client/v3/keys/claim failures", "keys on other servers"),
          entry("POST /_matrix/client/v3/keys/query failures", "keys on other servers"),
          entry("POST /_matrix/client/v3/login well_known", "who signs in has found the server"),
          entry("full.yaml m.identity_server", "identity servers"));

  /// What the parts of the story say of their routes.
  private static final List<Map<String, String>> PARTS =
      List.of(
          AdministeredPart.REFUSED,
          ApplicationsPart.REFUSED,
          AdminPart.REFUSED,
          ArrivalsPart.REFUSED,
          PilotsPart.REFUSED,
          ScimPart.REFUSED,
          BesidePart.REFUSED,
          CopiesPart.REFUSED,
          DecisionsPart.REFUSED,
          FactorsPart.REFUSED,
          MailPart.REFUSED,
          MediaPart.REFUSED,
          MailboxesPart.REFUSED,
          OrganisationsPart.REFUSED,
          PushPart.REFUSED,
          ProvidersPart.REFUSED,
          SearchPart.REFUSED,
          SpacesPart.REFUSED,
          TasksPart.REFUSED,
          ShelvesPart.REFUSED);

  /// Why the routes refuse that the specification of clients does not know, beside those reasons
  /// that every route has which wants somebody or is limited.
  private static final Map<String, Set<String>> REFUSED_BESIDES = refusedBesides();

  private static World world;
  private static Traffic traffic;
  private static World limits;
  private static Traffic limited;

  private static Map<String, String> neverHere() {
    Map<String, String> all = new TreeMap<>();
    String item = "/{serverName}/{mediaId}";
    for (String media : List.of("/_matrix/client/v1/media", "/_matrix/media/v3")) {
      for (String path : List.of("/download" + item, "/download" + item + "/{fileName}")) {
        all.put("GET " + media + path + " 502", "media of other servers");
      }
      all.put("GET " + media + "/thumbnail" + item + " 502", "media of other servers");
    }
    all.put("GET /.well-known/matrix/client 404", "a server always says where it is");
    all.put(METADATA + " 404", "applications may always ask");
    all.put(
        "POST /_matrix/client/v1/appservice/{appserviceId}/ping 504",
        "a test would wait for ten seconds for who says nothing");
    all.put("GET /_matrix/client/v3/initialSync 404", "who is in no room is told of none");
    all.put("GET /_matrix/client/v3/login 404", "passwords are always a way to come in");
    for (String path : List.of("account/password", "account/3pid"))
      all.put(
          "POST /_matrix/client/v3/" + path + "/email/requestToken 403",
          "whoever has an account may have an address");
    all.put(
        "POST /_matrix/client/v3/account/3pid/msisdn/requestToken 403",
        "telephones are not supported: 400");
    all.put(
        "GET /_matrix/client/v3/presence/{userId}/status 403",
        "whom one may not see one does not find");
    all.put("POST /_matrix/client/v3/rooms/{roomId}/report 404", "who reports learns nothing");
    all.put("POST /_matrix/media/v1/create 403", "an address takes no room");
    return all;
  }

  private static Map<String, String> codesNeverHere() {
    Map<String, String> all = new TreeMap<>();
    all.put(
        "POST /_matrix/client/v3/rooms/{roomId}/invite 400 M_UNSUPPORTED_ROOM_VERSION",
        "people of other servers");
    all.put(
        "POST /_matrix/client/v1/appservice/{appserviceId}/ping 502 M_UNKNOWN_TOKEN",
        "an example of what a service may answer");
    for (String path : List.of("account/3pid", "register")) {
      String asked = "POST /_matrix/client/v3/" + path + "/email/requestToken 400 M_";
      all.put(asked + "THREEPID_IN_USE", "whose an address is, is told to its reader alone");
      all.put(asked + "SERVER_NOT_TRUSTED", "identity servers");
    }
    String forgotten = "POST /_matrix/client/v3/account/password/email/requestToken 400 M_";
    all.put(forgotten + "THREEPID_NOT_FOUND", "whose an address is, is told to its reader alone");
    all.put(forgotten + "SERVER_NOT_TRUSTED", "identity servers");
    all.put(
        "POST /_matrix/client/v3/account/3pid/email/requestToken 400 M_THREEPID_MEDIUM_NOT_SUPPORTED",
        "addresses are supported");
    for (String path : List.of("login", "register")) {
      all.put(
          "POST /_matrix/client/v3/" + path + " 400 M_APPSERVICE_LOGIN_UNSUPPORTED",
          "application services sign in as others do");
    }
    all.put(
        "DELETE /_matrix/client/v3/profile/{userId}/{keyName} 400 M_BAD_JSON",
        "a removal has no body");
    all.put(
        "PUT /_matrix/client/v3/pushrules/global/{kind}/{ruleId} 400 M_UNKNOWN",
        "what is wrong with a rule has a name");
    return all;
  }

  private static Map<String, Set<String>> refusedBesides() {
    String unstable = "DELETE /_matrix/client/unstable/org.matrix.msc3391/user/{userId}";
    String malformed = "400 M_BAD_JSON, 400 M_NOT_JSON, ";
    String account = "400 M_INVALID_USERNAME, 400 M_USER_IN_USE, 400 M_WEAK_PASSWORD, ";
    Map<String, String> all =
        Map.ofEntries(
            entry(unstable + "/account_data/{type}", "403 M_FORBIDDEN, 405 M_BAD_JSON"),
            entry(
                unstable + "/rooms/{roomId}/account_data/{type}",
                "400 M_INVALID_PARAM, 403 M_FORBIDDEN, 405 M_BAD_JSON"),
            entry(
                "GET /_matrix/federation/v1/openid/userinfo",
                "401 M_MISSING_TOKEN, 401 M_UNKNOWN_TOKEN"),
            entry(
                "POST /_matrix/key/v2/query",
                malformed + "400 M_INVALID_PARAM, 400 M_MISSING_PARAM"),
            entry("GET /_synapse/admin/v1/register", "400 M_UNKNOWN"),
            entry(
                "POST /_synapse/admin/v1/register",
                malformed + account + "400 M_MISSING_PARAM, 400 M_UNKNOWN, 403 M_FORBIDDEN"),
            entry("GET /api/v1/registration", "403 M_FORBIDDEN"),
            entry(
                "PUT /api/v1/registration",
                malformed + "400 M_INVALID_PARAM, 400 M_MISSING_PARAM, 403 M_FORBIDDEN"),
            entry("GET /api/v1/invitations", "403 M_FORBIDDEN"),
            entry("POST /api/v1/invitations", malformed + "400 M_INVALID_PARAM, 403 M_FORBIDDEN"),
            entry("GET /api/v1/invitations/{token}", "404 M_NOT_FOUND"),
            entry("DELETE /api/v1/invitations/{token}", "403 M_FORBIDDEN, 404 M_NOT_FOUND"),
            entry("GET /api/v1/setup/{token}", "404 M_NOT_FOUND"),
            entry(
                "POST /api/v1/setup/{token}",
                malformed + account + "400 M_MISSING_PARAM, 404 M_NOT_FOUND"),
            entry(
                "POST " + DELAYED + "/{delayId}",
                malformed + "400 M_INVALID_PARAM, 400 M_MISSING_PARAM, 404 M_NOT_FOUND"),
            entry(
                "POST " + DELAYED + "/{delayId}/{action}",
                malformed + "403 M_FORBIDDEN, 404 M_NOT_FOUND, 404 M_UNRECOGNIZED"),
            entry(
                "POST " + NOTICE,
                malformed
                    + "400 M_INVALID_PARAM, 400 M_MISSING_PARAM, 403 M_FORBIDDEN, 404 M_NOT_FOUND"),
            entry("PUT " + NOTICE + "/{txnId}", malformed + "403 M_FORBIDDEN"),
            entry("GET " + THREAD, "404 M_NOT_FOUND"),
            entry("DELETE " + THREAD, "404 M_NOT_FOUND"),
            entry(
                "PUT " + THREAD,
                malformed
                    + "400 IO.ELEMENT.MSC4306.M_NOT_IN_THREAD, 404 M_NOT_FOUND, "
                    + "409 IO.ELEMENT.MSC4306.M_CONFLICTING_UNSUBSCRIPTION"),
            entry("POST " + SLIDING, malformed + "400 M_INVALID_PARAM, 400 M_UNKNOWN_POS"),
            entry("GET /api/v1/reports", "400 M_INVALID_PARAM, 403 M_FORBIDDEN"),
            entry("DELETE /api/v1/reports/{id}", "403 M_FORBIDDEN, 404 M_NOT_FOUND"),
            entry("GET " + REPORTS, "400 M_INVALID_PARAM, 403 M_FORBIDDEN"),
            entry("GET " + REPORTS + "/{id}", "403 M_FORBIDDEN, 404 M_NOT_FOUND"),
            entry("DELETE " + REPORTS + "/{id}", "403 M_FORBIDDEN, 404 M_NOT_FOUND"),
            entry("GET /metrics", "404 M_NOT_FOUND"));
    Map<String, Set<String>> listed = new TreeMap<>();
    for (Map<String, String> some : Stream.concat(Stream.of(all), PARTS.stream()).toList())
      some.forEach((route, codes) -> listed.put(route, new TreeSet<>(List.of(codes.split(", ")))));
    return listed;
  }

  @BeforeAll
  static void play() {
    world = Traffic.world(Map.of());
    traffic = Traffic.played(world);
    Map<String, String> strict =
        Map.of(
            "PARVIS_RATE_LIMITS", "on",
            "PARVIS_OPEN_MEDIA", "on",
            "PARVIS_HEIC_CONVERTER", "off",
            "PARVIS_SUPPORT_MAIL", "",
            "PARVIS_SUPPORT_PAGE", "",
            "PARVIS_POLICY_SERVER_KEY", "",
            "PARVIS_REGISTRATION_SECRET", "");
    limits = Traffic.world(strict);
    limited = new Traffic(limits);
    new LimitsPart(limited).play();
  }

  @AfterAll
  static void stop() {
    world.close();
    limits.close();
  }

  static boolean isBeside(Route route) {
    return BESIDES.stream().anyMatch(route.path()::startsWith);
  }

  private static boolean isRefused(Route route) {
    return ALWAYS_REFUSED.containsKey(Traffic.name(route));
  }

  private static Optional<Operation> operation(Route route) {
    return SpecCheck.operation(route.method(), route.path());
  }

  @Test
  void everyAnswerIsOneThatTheSpecificationAllows() {
    assertThat(traffic.problems()).isEmpty();
    assertThat(limited.problems()).isEmpty();
  }

  @Test
  void everyRouteIsOneOfTheSpecificationOrIsListed() {
    assertThat(traffic.routes())
        .filteredOn(route -> !isBeside(route))
        .allSatisfy(route -> assertThat(operation(route)).as(Traffic.name(route)).isPresent());
  }

  @Test
  void everyOperationOfTheSpecificationIsThere() {
    Set<String> absent = new TreeSet<>();
    Set<Operation> there = new HashSet<>();
    for (Route route : traffic.routes()) operation(route).ifPresent(there::add);
    for (Operation operation : SpecCheck.operations()) {
      boolean served =
          there.contains(operation)
              || traffic.route(operation.method(), operation.path()).isPresent();
      if (!served) absent.add(operation.method() + " " + operation.path());
    }
    assertThat(absent).isEmpty();
  }

  @Test
  void everyRouteHasSucceededOrIsListedAsOneThatNeverDoes() {
    Set<String> missing = new TreeSet<>();
    Set<String> none = new TreeSet<>();
    for (Route route : traffic.routes()) {
      boolean succeeded =
          Stream.concat(traffic.statuses(route).stream(), limited.statuses(route).stream())
              .anyMatch(status -> status < 400);
      if (traffic.statuses(route).isEmpty()) missing.add(Traffic.name(route));
      else if (succeeded == isRefused(route)) none.add(Traffic.name(route));
    }
    assertThat(missing).as("never asked").isEmpty();
    assertThat(none).as("succeeds or is refused against the table").isEmpty();
  }

  /// A new gap fails, and so does an error in the table that comes all the same.
  @Test
  void everyDeclaredErrorIsProvokedOrCannotComeHere() {
    Set<String> left = new TreeSet<>();
    for (Route route : traffic.routes()) {
      for (int status : operation(route).map(Operation::errors).orElse(List.of())) {
        boolean provoked =
            traffic.statuses(route).contains(status) || limited.statuses(route).contains(status);
        if (!provoked) left.add(Traffic.name(route) + " " + status);
      }
    }
    assertThat(left).isEqualTo(NEVER_HERE.keySet());
  }

  /// A new gap fails, and so does an error code in the table that comes all the same. Routes that
  /// never succeed have one answer.
  @Test
  void everyNamedErrorCodeIsProvokedOrCannotComeHere() {
    Set<String> left = new TreeSet<>();
    for (Route route : traffic.routes()) {
      if (isRefused(route)) continue;
      for (String errcode : operation(route).map(Operation::errcodes).orElse(List.of())) {
        boolean provoked =
            traffic.errcodes(route).contains(errcode) || limited.errcodes(route).contains(errcode);
        String status = errcode.substring(0, errcode.indexOf(' '));
        boolean never = NEVER_HERE.containsKey(Traffic.name(route) + " " + status);
        if (!provoked && !never) left.add(Traffic.name(route) + " " + errcode);
      }
    }
    assertThat(left).isEqualTo(CODES_NEVER_HERE.keySet());
  }

  /// A new refusal fails, and so does one in the table that does not come.
  @Test
  void everyRefusalBesidesTheSpecificationIsProvokedAndListed() {
    Map<String, Set<String>> refusals = new TreeMap<>();
    Map<String, Set<String>> listed = new TreeMap<>();
    for (Route route : traffic.routes()) {
      if (!isBeside(route)) continue;
      String name = Traffic.name(route);
      Set<String> codes = new TreeSet<>(traffic.errcodes(route));
      codes.addAll(limited.errcodes(route));
      refusals.put(name, codes);
      Set<String> reasons = new TreeSet<>(REFUSED_BESIDES.getOrDefault(name, Set.of()));
      if (route.needsToken()) reasons.addAll(List.of("401 M_MISSING_TOKEN", "401 M_UNKNOWN_TOKEN"));
      if (!LimitsPart.isFree(route)) reasons.add("429 M_LIMIT_EXCEEDED");
      listed.put(name, reasons);
    }
    assertThat(refusals).isEqualTo(listed);
    assertThat(listed.keySet()).containsAll(REFUSED_BESIDES.keySet());
  }

  /// A new gap fails, and so does a property in the table that is filled all the same.
  @Test
  void everyPropertyOfASuccessIsFilledOrIsNeverHere() {
    Branches branches = SpecCheck.branches();
    for (Route route : traffic.routes()) {
      if (operation(route).isEmpty()) continue;
      Operation operation = operation(route).get();
      List<JsonValue> bodies = traffic.successes(route);
      if (operation.answersJson(200) && !isRefused(route))
        assertThat(bodies).as(Traffic.name(route)).isNotEmpty();
      SpecCheck.look(branches, operation, bodies);
    }
    assertThat(branches.empty()).isEqualTo(EMPTY_HERE.keySet());
  }

  /// Who reads a field that is not told fails where it is read. A field that several routes tell
  /// alike is read by one of them.
  @Test
  void everyFieldThatABodyIsToldToHaveIsRead() {
    Set<Shape.Part> read = Collections.newSetFromMap(new IdentityHashMap<>());
    traffic.routes().forEach(route -> route.read().forEach(read::add));
    Set<String> unread = new TreeSet<>();
    for (Route route : traffic.routes()) {
      route
          .told()
          .filter(part -> !read.contains(part))
          .forEach(part -> unread.add(Traffic.name(route) + " " + part.name()));
    }
    assertThat(unread).isEmpty();
  }

  /// Whoever asks the routes that name a room or an event, about one that is none of their business
  /// and about none, gets the same answer.
  @Test
  void whatOneMayNotSeeLooksExactlyLikeWhatIsNotThere() {
    Hidden hidden = new Hidden(traffic);
    assertThat(traffic.routes())
        .filteredOn(route -> route.path().matches(".*\\{(roomId|roomIdOrAlias|eventId)}.*"))
        .extracting(Traffic::name)
        .isSubsetOf(hidden.routes());
    assertThat(hidden.told()).isEmpty();
  }

  @Test
  void everyRouteMayBeAskedFromAnotherSite() {
    for (Route route : traffic.routes()) {
      String path = BadRequestTest.filled(route);
      Answer answer = world.stranger().options(path);
      assertThat(answer.status()).as(path).isLessThan(300);
      assertThat(answer.header("Access-Control-Allow-Origin")).as(path).isEqualTo("*");
      assertThat(answer.header("Access-Control-Allow-Methods"))
          .as(path)
          .contains("GET", "POST", "PUT", "DELETE", "OPTIONS");
      assertThat(answer.header("Access-Control-Allow-Headers"))
          .as(path)
          .contains("X-Requested-With", "Content-Type", "Authorization");
    }
  }
}
