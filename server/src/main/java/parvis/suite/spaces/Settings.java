package parvis.suite.spaces;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Remits;
import parvis.core.organisations.Standings;
import parvis.core.rights.Action;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.rights.Space.Entry;
import parvis.core.rights.Space.Visibility;
import parvis.core.rooms.ForExternals;
import parvis.core.rooms.Room;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.Writing;
import parvis.platform.db.Db;
import parvis.platform.http.Body;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;
import parvis.protocol.room.PowerLevels;

/// What a space says of itself, changed by its animators; and the rooms that they make in it.
final class Settings {
  /// Organisations of one space.
  static final int ORGANISATIONS_MAX = 20;

  static final int AVATAR_CHARS_MAX = 500;

  /// People from outside who are told of before a space is closed to them.
  static final int OUTSIDERS_MAX = 500;

  private static final OptionalLong NOW = OptionalLong.empty();

  private static final long READ_ONLY = 100;

  private final Rooms rooms;
  private final Writing writing;
  private final Rights rights;
  private final Standings standings;
  private final Affiliations affiliations;
  private final Remits remits;
  private final Db db;

  Settings(SpacesFeature.Needs needs) {
    this.rooms = needs.rooms();
    this.writing = needs.writing();
    this.rights = needs.rights();
    this.standings = needs.standings();
    this.affiliations = needs.affiliations();
    this.remits = needs.remits();
    this.db = needs.db();
  }

  /// What is to change.
  record Change(
      Optional<String> name,
      Optional<String> purpose,
      Optional<String> avatar,
      Optional<List<String>> apps,
      Optional<Visibility> visibility,
      Optional<Entry> entry,
      Optional<List<String>> organisations,
      Optional<Boolean> archived,
      Optional<Boolean> guests) {

    static Change read(Body body) {
      return new Change(
          body.optionalString("name", SpaceWish.NAME_CHARS_MAX).map(SpaceWish::name),
          body.optionalString("purpose", SpaceWish.PURPOSE_CHARS_MAX).map(String::strip),
          body.optionalString("avatar_url", AVATAR_CHARS_MAX),
          list(body, "apps", Model.APPS.size()).map(Change::known),
          body.optionalString("visibility", Body.NAME_BYTES_MAX).map(SpaceWish::visibility),
          body.optionalString("joining", Body.NAME_BYTES_MAX).map(SpaceWish::entry),
          list(body, "organisations", ORGANISATIONS_MAX),
          body.optionalBool("archived"),
          body.optionalBool("guests"));
    }

    private static Optional<List<String>> list(Body body, String name, int max) {
      return body.optionalArray(name)
          .map(_ -> body.strings(name, max).stream().distinct().toList());
    }

    private static List<String> known(List<String> apps) {
      if (!Model.APPS.containsAll(apps)) {
        throw Refused.invalidParam("\"apps\" names one that is not known");
      }
      return apps;
    }
  }

  /// What may be refused comes before what may not, and what the space says of itself when that is
  /// so: a change that was cut off is asked for again.
  void change(Actor actor, String spaceId, Change wish) {
    var space = rights.require(actor, spaceId, Action.CONFIGURE);
    var visibility = wish.visibility().orElse(space.visibility());
    var entry = wish.entry().orElse(space.entry());
    if (wish.visibility().isPresent() || wish.entry().isPresent()) {
      SpaceWish.refuseUnfitting(visibility, entry);
    }
    wish.organisations().ifPresent(wanted -> refuseForeign(actor, space, wanted));
    var opens = wish.guests().orElse(false);
    if (opens || wish.name().isPresent()) {
      space.feed(rooms).ifPresent(feed -> refuseWithoutPower(actor, feed));
    }
    if (entry != space.entry()) {
      state(actor, space.id(), "m.room.join_rules", JsonObject.of("join_rule", entry.joinRule()));
    }
    wish.guests()
        .ifPresent(
            admitted -> {
              var changes = admitted == isClosedToExternals(space);
              admit(actor, space, admitted);
              if (changes) note(actor, space, admitted);
            });
    wish.archived().ifPresent(archived -> archive(actor, space, archived));
    says(actor, space, wish, visibility, entry);
    wish.name().ifPresent(name -> rename(actor, space, name));
    wish.purpose()
        .ifPresent(to -> state(actor, space.id(), "m.room.topic", JsonObject.of("topic", to)));
    wish.avatar()
        .ifPresent(url -> state(actor, space.id(), "m.room.avatar", JsonObject.of("url", url)));
    list(actor, spaceId);
  }

  /// Refuses whoever left the feed by a client, or has less power there.
  private void refuseWithoutPower(Actor actor, Room feed) {
    var in = rooms.joined(actor, feed.id().value());
    var levels = PowerLevels.of(in.version(), in.published().state());
    if (levels.user(actor.user()) < levels.event("m.room.name", true)) {
      throw Refused.forbidden("You may not change the feed of this space.");
    }
  }

  private void says(Actor actor, Space space, Change wish, Visibility visibility, Entry entry) {
    var says = space.settings().with("visibility", visibility.word()).with("joining", entry.word());
    says = wish.apps().isPresent() ? says.with("apps", wish.apps().get()) : says;
    says =
        wish.organisations().isPresent()
            ? says.with("organisations", wish.organisations().get())
            : says;
    says = wish.archived().isPresent() ? says.with("archived", wish.archived().get()) : says;
    state(actor, space.id(), Space.TYPE, says);
  }

  /// Names organisations of which there are some, and keeps, adds or takes out one's own alone:
  /// each comes in, and goes, by an animator of its own, and the last one stays.
  private void refuseForeign(Actor actor, Space space, List<String> wanted) {
    var known = affiliations.named(wanted).stream().map(Affiliations.Named::id).toList();
    if (known.size() != wanted.size()) {
      throw Refused.invalidParam("\"organisations\" names one that is not known");
    }
    var own =
        Optional.ofNullable(affiliations.of(List.of(actor.user())).get(actor.user())).stream()
            .map(mine -> mine.organisation().id())
            .toList();
    var foreign =
        wanted.stream()
            .filter(id -> !space.organisations().contains(id) && !own.contains(id))
            .findFirst();
    if (foreign.isPresent()) {
      throw Refused.forbidden("Another organisation is brought in by an animator of its own.");
    }
    if (space.organisations().stream().anyMatch(id -> !wanted.contains(id) && !own.contains(id))) {
      throw Refused.forbidden("Another organisation is taken out by an animator of its own.");
    }
    if (wanted.isEmpty() && !space.organisations().isEmpty()) {
      throw Refused.forbidden("A space stays of one organisation at least.");
    }
  }

  /// Whether access rules keep externals out whom somebody invites.
  boolean isClosedToExternals(Space space) {
    return switch (writing.forExternals(space.room())) {
      case FREE, ADMITTED -> false;
      case REFUSED, CLOSED, NEVER -> true;
    };
  }

  /// Lets externals be invited from now on, where access rules keep them out otherwise; or closes
  /// the space to them with its feed and rooms. It says that it is closed once all of them are:
  /// what was cut off is asked for again.
  private void admit(Actor actor, Space space, boolean admitted) {
    if (admitted) {
      if (writing.forExternals(space.room()) == ForExternals.NEVER) {
        throw Refused.forbidden("What is for all agents is not opened to people from outside.");
      }
      if (writing.forExternals(space.room()) == ForExternals.REFUSED) {
        // What is open to externals stands in no directory.
        writing.list(actor, space.id(), false);
      }
      Stream.concat(Stream.of(space.room()), space.feed(rooms).stream())
          .forEach(room -> writing.admitExternals(actor, room, true));
      return;
    }
    Stream.concat(space.rooms(rooms).stream(), Stream.of(space.room()))
        .forEach(
            room -> ruler(actor, room).ifPresent(by -> writing.admitExternals(by, room, false)));
  }

  /// Tells the space's organisation in its journal.
  private void note(Actor actor, Space space, boolean admitted) {
    var organisation =
        affiliations.named(space.organisations()).stream().map(Affiliations.Named::nid).findFirst();
    var line = remits.line();
    var deed = admitted ? "open space to guests" : "close space to guests";
    db.write(
        tx -> {
          remits.note(tx, line, actor, organisation, deed, space.name());
          return line;
        });
  }

  /// Somebody from outside who is in a space or one of its rooms, invited or asking.
  record Outsider(UserId user, Optional<String> name, boolean joined) {}

  /// Whom it would take out to close a space to externals, by name.
  List<Outsider> externals(Actor actor, String spaceId) {
    var space = rights.require(actor, spaceId, Action.CONFIGURE);
    var found = new HashMap<UserId, Outsider>();
    Stream.concat(Stream.of(space.room()), space.rooms(rooms).stream())
        .filter(room -> writing.forExternals(room) == ForExternals.ADMITTED)
        .forEach(
            room -> outsiders(room).forEach(one -> found.merge(one.user(), one, Settings::of)));
    return found.values().stream()
        .sorted(
            Comparator.comparing((Outsider one) -> one.name().orElse(""))
                .thenComparing(one -> one.user().value()))
        .limit(OUTSIDERS_MAX)
        .toList();
  }

  private static Outsider of(Outsider one, Outsider same) {
    return one.joined() ? one : same;
  }

  private Stream<Outsider> outsiders(Room room) {
    return writing.externals(room).stream()
        .map(
            user ->
                new Outsider(
                    user,
                    room.published()
                        .state()
                        .member(user)
                        .flatMap(member -> member.pdu().content().string("displayname")),
                    Coming.is(user, room, Membership.JOIN)));
  }

  private void rename(Actor actor, Space space, String name) {
    state(actor, space.id(), "m.room.name", JsonObject.of("name", name));
    space
        .feed()
        .ifPresent(
            feed ->
                state(actor, feed, "m.room.name", JsonObject.of("name", Rooming.feedName(name))));
  }

  /// Lets nobody but animators write in the space and its rooms, and nobody come; or those again
  /// who did before. Where the actor is not, or has too little power, it is done in the name of
  /// somebody who has enough.
  private void archive(Actor actor, Space space, boolean archived) {
    for (var room : Stream.concat(space.rooms(rooms).stream(), Stream.of(space.room())).toList()) {
      ruler(actor, room).ifPresent(by -> archive(by, room, archived));
    }
  }

  private Optional<Actor> ruler(Actor actor, Room room) {
    var levels = PowerLevels.of(room.version(), room.published().state());
    var needed = Math.max(levels.event(Space.LEVELS, true), READ_ONLY);
    return Stream.concat(Stream.of(actor.user()), levels.named().stream())
        .filter(user -> levels.user(user) >= needed && Coming.is(user, room, Membership.JOIN))
        .findFirst()
        .map(user -> user.equals(actor.user()) ? actor : rights.acting(user));
  }

  /// What was before is kept until it is so again: whatever is cut off, the next time goes on.
  private void archive(Actor actor, Room room, boolean archived) {
    var state = room.published().state();
    var levels = state.event(Space.LEVELS, "").map(e -> e.pdu().content()).orElse(JsonObject.EMPTY);
    var before =
        state.event(Writing.ARCHIVED, "").map(e -> e.pdu().content()).orElse(JsonObject.EMPTY);
    if (archived) {
      if (before.isEmpty()) {
        state(actor, room.id(), Writing.ARCHIVED, kept(levels));
      }
      var raised = raised(levels);
      if (!raised.equals(levels)) {
        state(actor, room.id(), Space.LEVELS, raised);
      }
    } else if (!before.isEmpty()) {
      state(
          actor,
          room.id(),
          Space.LEVELS,
          levels
              .with("events_default", before.integer("events_default").orElse(0))
              .with("events", before.object("events").orElse(JsonObject.EMPTY)));
      state(actor, room.id(), Writing.ARCHIVED, JsonObject.EMPTY);
    }
  }

  private static JsonObject kept(JsonObject levels) {
    return JsonObject.of(
        "events_default", levels.integer("events_default").orElse(0),
        "events", levels.object("events").orElse(JsonObject.EMPTY));
  }

  private static JsonObject raised(JsonObject levels) {
    var never = levels.object("events").flatMap(Settings::encryption).orElse(JsonObject.EMPTY);
    return levels
        .with("events_default", READ_ONLY)
        .with("events", never.with("m.room.redaction", READ_ONLY));
  }

  /// What nobody ever sends stays so: a level above one's own cannot be changed.
  private static Optional<JsonObject> encryption(JsonObject events) {
    var level = events.integer("m.room.encryption");
    return level.isPresent()
        ? Optional.of(JsonObject.of("m.room.encryption", level.getAsLong()))
        : Optional.empty();
  }

  /// Shows the space in the directory of Matrix or not, as it now is.
  private void list(Actor actor, String spaceId) {
    var space = rights.find(spaceId).orElseThrow(Refused::notFound);
    var shown =
        new Listing(rights, standings).shows(actor.user(), space.visibility(), space.entry());
    writing.list(actor, space.id(), shown && !space.archived() && isListable(space));
  }

  private boolean isListable(Space space) {
    return switch (writing.forExternals(space.room())) {
      case FREE, REFUSED, NEVER -> true;
      case ADMITTED, CLOSED -> false;
    };
  }

  private void state(Actor actor, RoomId room, String type, JsonObject content) {
    writing.state(actor, room, type, "", content, NOW);
  }

  /// Makes a room of the space at a fresh id, unless it is there already. It is named before it is
  /// there, so that no room is ever left out; a name without a room is nothing.
  ///
  /// @param shut whether one comes in by invitation alone
  void room(
      Actor actor, String spaceId, RoomId id, String name, Optional<String> topic, boolean shut) {
    var space = rights.require(actor, spaceId, Action.MAKE_ROOM);
    Coming.refuseArchived(space);
    if (rooms.find(id.value()).isPresent()) {
      return;
    }
    if (space.rooms(rooms).size() >= Space.ROOMS_MAX) {
      throw Refused.of(
          Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
          "A space has at most " + Space.ROOMS_MAX + " rooms.");
    }
    var users =
        space
            .state()
            .event(Space.LEVELS, "")
            .flatMap(event -> event.pdu().content().object("users"))
            .orElse(JsonObject.EMPTY);
    var child = JsonObject.of("via", List.of(actor.user().server().value()));
    writing.state(actor, space.id(), Space.CHILD, id.value(), child, NOW);
    try {
      writing.create(actor, id, Rooming.room(name, topic, space.id(), users, !shut), NOW);
    } catch (Refused refused) {
      writing.state(actor, space.id(), Space.CHILD, id.value(), JsonObject.EMPTY, NOW);
      throw refused;
    }
  }
}
