package parvis.suite.scim;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Secrets;
import parvis.core.organisations.Enrolment;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.suite.scim.Declined.Kind;
import parvis.suite.scim.GroupStore.Group;

/// Groups of people of one organisation, as its directory keeps them, and the spaces that an
/// administrator opened to them.
final class Groups {
  /// Of one organisation.
  static final int ALL_MAX = 1_000;

  /// People of one group.
  static final int MEMBERS_MAX = 5_000;

  /// Members of all groups of one answer.
  static final int TOLD_MAX = 50_000;

  private static final String NAME = "displayName";
  private static final String MEMBERS = "members";
  private static final String VALUE = "value";

  private final Db db;
  private final GroupStore store;
  private final People people;
  private final Enrolment enrolment;
  private final ScimFeature.Spaces spaces;
  private final Secrets secrets;
  private final LongSupplier nids;
  private final String base;
  private final Clock clock;

  Groups(ScimFeature.Needs needs, GroupStore store, People people) {
    this.db = needs.db();
    this.store = store;
    this.people = people;
    this.enrolment = needs.enrolment();
    this.spaces = needs.spaces();
    this.secrets = needs.secrets();
    this.nids = needs.nids();
    this.base = needs.publicAddress() + ScimRoutes.ROOT;
    this.clock = needs.clock();
  }

  // ---- as a directory sees and changes them

  Resource one(Directory of, String id) {
    return db.read(tx -> told(tx, find(tx, of, id)));
  }

  private Group find(Tx tx, Directory of, String id) {
    return store.find(tx, of.organisation(), id).orElseThrow(Refused::notFound);
  }

  private Resource told(Tx tx, Group group) {
    return resource(group, store.members(tx, List.of(group)));
  }

  private Resource resource(Group group, Map<Long, List<UserId>> members) {
    var said = JsonObject.builder().putIf("externalId", group.externalId()).put(NAME, group.name());
    var mine = members.getOrDefault(group.nid(), List.of());
    if (!mine.isEmpty()) {
      said.put(MEMBERS, JsonArray.of(mine.stream().map(this::member).toArray()));
    }
    return Resource.of(
        Schema.GROUP, base, group.id(), said.build(), group.createdMs(), group.changedMs());
  }

  private JsonObject member(UserId user) {
    return JsonObject.of(
        VALUE, user.localpart(), "$ref", Resource.location(Schema.USER, base, user.localpart()));
  }

  /// Those that are asked for. Members are read of those groups that are told, unless they are what
  /// is asked by.
  Listing.Page list(Directory of, Listing listing) {
    long organisation = of.organisation();
    return db.read(
        tx -> {
          if (listing.isPlain()) {
            var page = store.page(tx, organisation, listing.offset(), listing.count());
            return new Listing.Page(store.count(tx, organisation), told(tx, page, listing));
          }
          var all = store.all(tx, organisation, ALL_MAX);
          if (listing.asksBy(MEMBERS)) {
            return listing.page(told(tx, all, listing));
          }
          var page = listing.page(all.stream().map(one -> resource(one, Map.of())).toList());
          var groups =
              page.resources().stream()
                  .map(one -> find(tx, of, one.whole().string("id").orElseThrow()))
                  .toList();
          return new Listing.Page(page.total(), told(tx, groups, listing));
        });
  }

  /// @throws Declined tooMany when they have too many members together
  private List<Resource> told(Tx tx, List<Group> groups, Listing listing) {
    var bare = listing.without().stream().anyMatch(MEMBERS::equalsIgnoreCase);
    if (bare && !listing.asksBy(MEMBERS)) {
      return groups.stream().map(one -> resource(one, Map.of())).toList();
    }
    long people = store.sizes(tx, groups).values().stream().mapToLong(Long::longValue).sum();
    if (people > TOLD_MAX) {
      throw new Declined(
          Kind.TOO_MANY,
          "One answer tells of at most "
              + TOLD_MAX
              + " members: ask for fewer groups, or with excludedAttributes=members");
    }
    var members = store.members(tx, groups);
    return groups.stream().map(one -> resource(one, members)).toList();
  }

  Resource create(Directory of, JsonObject body) {
    var said = Schema.GROUP.read(body);
    var name = name(said);
    var id = secrets.id();
    long nid = nids.getAsLong();
    long row = enrolment.next();
    db.write(
        tx -> {
          var place = enrolment.place(tx, of.organisation());
          enrolment.hold(tx, place);
          if (store.count(tx, of.organisation()) >= ALL_MAX) {
            throw new Declined(Kind.TOO_MANY, "An organisation has at most " + ALL_MAX + " groups");
          }
          long now = clock.millis();
          store.add(
              tx,
              new Group(
                  id,
                  nid,
                  of.organisation(),
                  name,
                  said.string("externalId"),
                  now,
                  now,
                  Optional.empty(),
                  false,
                  Optional.empty()));
          store.members(tx, nid, members(tx, of, said));
          enrolment.note(tx, row, place, of.actor(), "add group by directory", name);
          return id;
        });
    return one(of, id);
  }

  private static String name(JsonObject said) {
    return said.string(NAME).orElseThrow(() -> Schema.wrong(NAME, "is missing"));
  }

  /// The members that are named, by nid.
  private List<Long> members(Tx tx, Directory of, JsonObject said) {
    var ids =
        said.array(MEMBERS).orElse(JsonArray.EMPTY).objects().stream()
            .map(
                one ->
                    one.string(VALUE)
                        .orElseThrow(() -> Schema.wrong("members.value", "is missing")))
            .distinct()
            .toList();
    var known = people.nids(tx, of, ids);
    ids.stream()
        .filter(id -> !known.containsKey(id))
        .findFirst()
        .ifPresent(
            id -> {
              throw new Declined(Kind.INVALID_VALUE, "There is no person \"" + id + "\"");
            });
    return List.copyOf(known.values());
  }

  Resource replace(Directory of, String id, JsonObject body, Optional<String> version) {
    return change(of, id, version, _ -> Schema.GROUP.read(body));
  }

  Resource patch(Directory of, String id, Patch patch, Optional<String> version) {
    return change(of, id, version, now -> Schema.GROUP.read(patch.apply(now)));
  }

  private Resource change(
      Directory of, String id, Optional<String> version, UnaryOperator<JsonObject> change) {
    long row = enrolment.next();
    return db.write(
        tx -> {
          store.hold(tx, find(tx, of, id));
          var group = find(tx, of, id);
          var now = told(tx, group);
          now.require(version);
          var said = change.apply(now.whole());
          var name = name(said);
          store.change(tx, group, name, said.string("externalId"), clock.millis());
          store.members(tx, group.nid(), members(tx, of, said));
          var place = enrolment.place(tx, of.organisation());
          enrolment.note(tx, row, place, of.actor(), "change group by directory", name);
          return told(tx, find(tx, of, id));
        });
  }

  /// Removes a group. Who came into a space by it stays there.
  void remove(Directory of, String id, Optional<String> version) {
    long row = enrolment.next();
    db.write(
        tx -> {
          var group = find(tx, of, id);
          told(tx, group).require(version);
          store.remove(tx, group);
          var place = enrolment.place(tx, of.organisation());
          enrolment.note(tx, row, place, of.actor(), "remove group by directory", group.name());
          return group;
        });
  }

  // ---- as an administrator opens spaces to them

  /// A group and how many people are of it.
  record Told(Group group, int people) {}

  List<Told> all(Actor actor, String organisation) {
    return enrolment.in(
        actor,
        organisation,
        (tx, in) -> {
          var all = store.all(tx, in.nid(), ALL_MAX);
          var sizes = store.sizes(tx, all);
          return all.stream()
              .map(one -> new Told(one, sizes.getOrDefault(one.nid(), 0L).intValue()))
              .toList();
        });
  }

  /// Opens a space to the people of a group, in the name of the actor, who decides who is in it; or
  /// opens none to them any more.
  void link(Actor actor, String organisation, String id, Optional<String> space, boolean reader) {
    space.ifPresent(one -> spaces.require(actor, one));
    long row = enrolment.next();
    enrolment.in(
        actor,
        organisation,
        (tx, in) -> {
          var group = store.find(tx, in.nid(), id).orElseThrow(Refused::notFound);
          store.hold(tx, group);
          space.ifPresentOrElse(
              one -> store.link(tx, group, one, reader, actor.userNid()),
              () -> store.unlink(tx, group));
          var deed = space.isPresent() ? "open space to group" : "close space to group";
          enrolment.note(tx, row, in, actor, deed, group.name());
          return group;
        });
  }
}
