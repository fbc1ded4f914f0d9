package parvis.suite.scim;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.patch;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.util.Arrays;
import java.util.List;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.Handler;
import parvis.platform.http.RateClass;
import parvis.platform.http.RateLimits;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.suite.scim.Declined.Kind;

/// What SCIM says, as a table. Tokens of directories are no sessions, so that each route is open to
/// who has none, and looks for one itself.
///
/// spec: RFC 7644, 3
final class ScimRoutes {
  static final String ROOT = "/scim/v2";

  private static final String USERS = ROOT + "/Users";
  private static final String GROUPS = ROOT + "/Groups";
  private static final String SEARCH = "/.search";
  private static final String ID = "/{id}";

  /// A group with all the people that it may have.
  private static final int GROUP_BYTES_MAX = 2_000_000;

  private final Tokens tokens;
  private final People people;
  private final Groups groups;
  private final Runnable carry;
  private final RateLimits limits;
  private final Discovery discovery;
  private final Turns turns = new Turns();

  ScimRoutes(ScimFeature.Needs needs, Tokens tokens, People people, Groups groups, Runnable carry) {
    this.tokens = tokens;
    this.people = people;
    this.groups = groups;
    this.carry = carry;
    this.limits = needs.limits();
    this.discovery = new Discovery(needs.publicAddress() + ROOT);
  }

  Routes table() {
    return open(
        get(ROOT + "/ServiceProviderConfig", "What of SCIM there is", known(discovery::config)),
        get(ROOT + "/ResourceTypes", "Of what SCIM speaks", known(discovery::types)),
        get(ROOT + "/ResourceTypes" + ID, "One of these", known(discovery::type)),
        get(ROOT + "/Schemas", "What that consists of", known(discovery::schemas)),
        get(ROOT + "/Schemas" + ID, "One of these", known(discovery::schema)),
        get(USERS, "The people of an organisation", asked(this::users)),
        post(USERS + SEARCH, "The same, asked by a body", asked(this::searchUsers)),
        post(USERS, "Make an account of somebody", asked(this::createUser)),
        get(USERS + ID, "One person", asked(this::user)),
        put(USERS + ID, "Say anew what one person is", asked(this::replaceUser)),
        patch(USERS + ID, "Change what one person is", asked(this::patchUser)),
        delete(USERS + ID, "End the account of one person", asked(this::removeUser)),
        get(GROUPS, "The groups of an organisation", asked(this::groups)),
        post(GROUPS + SEARCH, "The same, asked by a body", asked(this::searchGroups)),
        post(GROUPS, "Make a group", asked(this::createGroup)).bodyMax(GROUP_BYTES_MAX),
        get(GROUPS + ID, "One group", asked(this::group)),
        put(GROUPS + ID, "Say anew what a group is", asked(this::replaceGroup))
            .bodyMax(GROUP_BYTES_MAX),
        patch(GROUPS + ID, "Change what a group is", asked(this::patchGroup))
            .bodyMax(GROUP_BYTES_MAX),
        delete(GROUPS + ID, "Remove a group", asked(this::removeGroup)),
        post(ROOT + SEARCH, "Search all at once, which is not served", asked(this::unserved)),
        get(ROOT + "/{unknown}", "What SCIM does not know", known(ScimRoutes::unknown)));
  }

  private static Routes open(Route... routes) {
    return new Routes(Arrays.stream(routes).map(Route::open).toList());
  }

  /// What a directory asks for.
  @FunctionalInterface
  private interface Asked {
    Reply answer(Directory of, Call call);
  }

  /// Answers a directory, and tells what it may not in the words of SCIM.
  private Handler asked(Asked asked) {
    return known(
        call -> {
          var of = tokens.directory(call.token());
          limits.spend(RateClass.PROVISIONING, "directory" + of.organisation());
          return turns.within(of.organisation(), () -> asked.answer(of, call));
        });
  }

  private static Handler known(Handler handler) {
    return call -> {
      try {
        return handler.handle(call);
      } catch (Declined declined) {
        return Protocol.declined(declined);
      } catch (Refused refused) {
        return Protocol.refused(refused);
      }
    };
  }

  private static Reply unknown(Call call) {
    throw Refused.notFound("There is no \"" + call.path("unknown") + "\" here");
  }

  private Reply unserved(Directory of, Call call) {
    throw new Declined(Kind.NOT_SERVED, "People and groups are searched one after the other");
  }

  // ---- people

  private Reply users(Directory of, Call call) {
    var listing = listing(Schema.USER, call);
    return Protocol.json(200, listing.told(people.list(of, listing)));
  }

  private Reply searchUsers(Directory of, Call call) {
    var listing = listing(Schema.USER, call.json());
    return Protocol.json(200, listing.told(people.list(of, listing)));
  }

  private Reply createUser(Directory of, Call call) {
    return Protocol.made(people.create(of, call.json()), call);
  }

  private Reply user(Directory of, Call call) {
    return Protocol.one(people.one(of, call.path("id")), call);
  }

  private Reply replaceUser(Directory of, Call call) {
    var put = people.replace(of, call.path("id"), call.json(), call.header("If-Match"));
    return Protocol.one(put, call);
  }

  private Reply patchUser(Directory of, Call call) {
    var patch = Patch.read(Schema.USER, call.json());
    return Protocol.one(people.patch(of, call.path("id"), patch, call.header("If-Match")), call);
  }

  private Reply removeUser(Directory of, Call call) {
    people.remove(of, call.path("id"), call.header("If-Match"));
    return Protocol.nothing();
  }

  // ---- groups

  private Reply groups(Directory of, Call call) {
    var listing = listing(Schema.GROUP, call);
    return Protocol.json(200, listing.told(groups.list(of, listing)));
  }

  private Reply searchGroups(Directory of, Call call) {
    var listing = listing(Schema.GROUP, call.json());
    return Protocol.json(200, listing.told(groups.list(of, listing)));
  }

  private Reply createGroup(Directory of, Call call) {
    return carried(Protocol.made(groups.create(of, call.json()), call));
  }

  private Reply carried(Reply reply) {
    carry.run();
    return reply;
  }

  private Reply group(Directory of, Call call) {
    return Protocol.one(groups.one(of, call.path("id")), call);
  }

  private Reply replaceGroup(Directory of, Call call) {
    var put = groups.replace(of, call.path("id"), call.json(), call.header("If-Match"));
    return carried(Protocol.one(put, call));
  }

  private Reply patchGroup(Directory of, Call call) {
    var patch = Patch.read(Schema.GROUP, call.json());
    return carried(
        Protocol.one(groups.patch(of, call.path("id"), patch, call.header("If-Match")), call));
  }

  private Reply removeGroup(Directory of, Call call) {
    groups.remove(of, call.path("id"), call.header("If-Match"));
    return Protocol.nothing();
  }

  // ---- what is asked for

  private static Listing listing(Schema schema, Call call) {
    var said = JsonObject.builder();
    for (var name : List.of("filter", "sortBy", "sortOrder")) {
      said.putIf(name, call.query(name));
    }
    for (var name : List.of("startIndex", "count")) {
      call.queryLong(name).ifPresent(number -> said.put(name, number));
    }
    for (var name : List.of("attributes", "excludedAttributes")) {
      said.put(name, JsonArray.of(Protocol.names(call, name).toArray()));
    }
    return listing(schema, said.build());
  }

  private static Listing listing(Schema schema, JsonObject said) {
    long start = said.integer("startIndex").orElse(1);
    long count = said.integer("count").orElse(Listing.PAGE);
    return new Listing(
        schema,
        said.string("filter").map(text -> Filter.read(schema, text)),
        said.string("sortBy").map(text -> Path.plain(schema, text, Kind.INVALID_PATH)),
        said.string("sortOrder").filter("descending"::equalsIgnoreCase).isPresent(),
        Math.clamp(start, 1, Integer.MAX_VALUE),
        Math.clamp(count, 0, Listing.PAGE_MAX),
        names(said, "attributes"),
        names(said, "excludedAttributes"));
  }

  private static List<String> names(JsonObject said, String name) {
    var names = said.array(name).orElse(JsonArray.EMPTY).strings();
    if (names.size() > Listing.NAMES_MAX) {
      throw Schema.wrong(name, "has at most " + Listing.NAMES_MAX + " names");
    }
    return names;
  }
}
