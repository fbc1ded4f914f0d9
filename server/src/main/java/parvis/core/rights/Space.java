package parvis.core.rights;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.State;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.JoinRule;
import parvis.protocol.room.Membership;
import parvis.protocol.room.PowerLevels;

/// A space, as its room says what it is.
///
/// @param settings the content of its state event `fr.parvis.space`
public record Space(Room room, JsonObject settings) {
  /// What a space says of itself.
  public static final String TYPE = "fr.parvis.space";

  /// What a feed says of itself: of which space it is.
  public static final String FEED = "fr.parvis.feed";

  public static final String CHILD = "m.space.child";
  public static final String PARENT = "m.space.parent";
  public static final String LEVELS = "m.room.power_levels";

  static final long ANIMATOR_LEVEL = 100;
  static final long CONTRIBUTOR_LEVEL = 0;
  static final long READER_LEVEL = -10;

  /// Rooms of one space that are looked at.
  public static final int ROOMS_MAX = 200;

  /// Who learns that there is a space.
  public enum Visibility {
    /// Everybody of its organisations.
    PUBLIC,
    /// The same, who know its name.
    PRIVATE,
    /// Who is in it or invited.
    SECRET;

    public static Optional<Visibility> of(String word) {
      return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How one comes in, and the join rule of Matrix that says so.
  public enum Entry {
    FREE("public"),
    APPROVAL("knock"),
    INVITATION("invite");

    private final String joinRule;

    Entry(String joinRule) {
      this.joinRule = joinRule;
    }

    public static Optional<Entry> of(String word) {
      return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public String joinRule() {
      return joinRule;
    }
  }

  /// The space that a room says it is; empty when it says nothing of that.
  static Optional<Space> of(Room room) {
    var state = room.published().state();
    return state
        .event("m.room.create", "")
        .flatMap(made -> made.pdu().content().string("type"))
        .filter("m.space"::equals)
        .flatMap(_ -> state.event(TYPE, ""))
        .map(event -> new Space(room, event.pdu().content()))
        .filter(space -> space.settings.string("feed").isPresent());
  }

  public RoomId id() {
    return room.id();
  }

  public State state() {
    return room.published().state();
  }

  public String name() {
    return text("m.room.name", "name").orElse("");
  }

  public Optional<String> text(String type, String field) {
    return state().event(type, "").flatMap(event -> event.pdu().content().string(field));
  }

  public Visibility visibility() {
    return settings.string("visibility").flatMap(Visibility::of).orElse(Visibility.SECRET);
  }

  /// How one comes in, by the rule of its room: a client of Matrix may have changed that.
  public Entry entry() {
    return switch (JoinRule.of(room.version(), state())) {
      case PUBLIC -> Entry.FREE;
      case KNOCK, KNOCK_RESTRICTED -> Entry.APPROVAL;
      case INVITE, RESTRICTED, PRIVATE -> Entry.INVITATION;
    };
  }

  /// Whether anybody is in it who animates it: who comes into another comes to nobody.
  public boolean isAnimated() {
    var levels = levels();
    return levels.named().stream()
        .anyMatch(user -> levels.user(user) >= ANIMATOR_LEVEL && has(user, Membership.JOIN));
  }

  public List<String> organisations() {
    return settings.array("organisations").map(a -> a.strings()).orElse(List.of());
  }

  /// What is switched on in it.
  public List<String> apps() {
    return settings.array("apps").map(a -> a.strings()).orElse(List.of());
  }

  public boolean archived() {
    return settings.bool("archived").orElse(false);
  }

  public Optional<RoomId> feed() {
    return settings.string("feed").flatMap(RoomId::parse);
  }

  /// Its feed, which says itself that it is.
  public Optional<Room> feed(Rooms among) {
    return feed().flatMap(id -> among.find(id.value())).filter(this::isFeed);
  }

  /// Whether a room is the feed of this space: both say so.
  public boolean isFeed(Room other) {
    return feed().filter(other.id()::equals).isPresent()
        && other
            .published()
            .state()
            .event(FEED, "")
            .flatMap(event -> event.pdu().content().string("space"))
            .filter(id().value()::equals)
            .isPresent();
  }

  public PowerLevels levels() {
    return PowerLevels.of(room.version(), state());
  }

  public boolean has(UserId user, Membership membership) {
    return state().membership(user).filter(now -> now == membership).isPresent();
  }

  /// Those of its rooms that say themselves that they are: the feed first, then by age.
  public List<Room> rooms(Rooms among) {
    var named =
        state().others().stream()
            .filter(event -> event.type().equals(CHILD) && isChild(event))
            .sorted(Comparator.comparingLong(RoomEvent::pos))
            .flatMap(event -> event.stateKey().stream());
    return Stream.concat(feed().map(RoomId::value).stream(), named)
        .distinct()
        .limit(ROOMS_MAX)
        .flatMap(id -> among.find(id).stream())
        .filter(child -> isFeed(child) || isParent(child))
        .toList();
  }

  private boolean isParent(Room child) {
    return child.published().state().event(PARENT, id().value()).isPresent();
  }

  private static boolean isChild(RoomEvent child) {
    var via = child.pdu().content().array("via");
    return via.filter(servers -> !servers.strings().isEmpty()).isPresent();
  }

  /// Whether whoever is in the space may come into a room.
  public boolean admits(Room child) {
    var state = child.published().state();
    return JoinRule.of(child.version(), state).restricted()
        && JoinRule.allowedRooms(state).contains(id());
  }
}
