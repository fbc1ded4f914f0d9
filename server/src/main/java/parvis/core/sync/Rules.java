package parvis.core.sync;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.core.rooms.Attention;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.platform.memory.Memory;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.push.PushEvent;
import parvis.protocol.push.PushRules;
import parvis.protocol.room.Membership;

/// By what people want events judged: their push rules, and whom they ignore; parsed once.
///
/// An event is judged by the rules that its reader had when it came, so that changing them changes
/// no count; only whom they ignore by now counts no more at all, and whether they follow a thread
/// is asked as it stands now.
/// spec: cs-api#push-rules, cs-api#ignoring-users
public final class Rules {
  public static final String TYPE = "m.push_rules";
  private static final String IGNORED = "m.ignored_user_list";

  /// Types of account data of which earlier values are kept.
  static final Set<String> JUDGING = Set.of(TYPE, IGNORED);

  /// What rules of people's own, parsed, may take of the memory; and how much larger than their
  /// bytes they are.
  private static final int PERCENT = 2;

  private static final int PARSED_FACTOR = 12;

  private final Keyed keyed;
  private final Cache<Long, Reader> parsed;

  /// Of so many people it is kept, parsed, who may invite them.
  private static final int PERMISSIONS_MAX = 500;

  private final Cache<Long, Permission> permissions =
      Caffeine.newBuilder().maximumSize(PERMISSIONS_MAX).build();

  public Rules(Keyed keyed, Memory memory) {
    this.keyed = keyed;
    this.parsed = memory.cache("rules", PERCENT, (_, reader) -> reader.sizeBytes);
  }

  /// @param asOf where what it was read from changed last
  private record Permission(long asOf, InvitePermission said) {}

  public record Verdict(boolean notifies, boolean highlight) {
    static final Verdict SILENT = new Verdict(false, false);
    static final Verdict QUIET = new Verdict(true, false);
    static final Verdict LOUD = new Verdict(true, true);
  }

  /// A value, and what it was before.
  private record Course<T>(List<Was<T>> before, T now) {
    T at(long pos) {
      for (var was : before) {
        if (pos < was.until()) {
          return was.value();
        }
      }
      return now;
    }
  }

  private record Was<T>(long until, T value) {}

  /// One person's way of being notified.
  public static final class Reader {
    private final UserId user;
    private final long asOf;
    private final long ignoring;
    private final long sizeBytes;

    /// Absent: the default ones.
    private final Course<Optional<PushRules>> rules;

    private final Course<Set<String>> ignored;
    private final Supplier<Following> following;
    private final Supplier<InvitePermission> permission;

    /// Somebody with the default rules who never ignored anybody: nearly everybody, and nothing to
    /// parse.
    private Reader(
        UserId user, Supplier<Following> following, Supplier<InvitePermission> permission) {
      this.user = user;
      this.following = following;
      this.permission = permission;
      this.asOf = 0;
      this.ignoring = 0;
      this.sizeBytes = 0;
      this.rules = new Course<>(List.of(), Optional.empty());
      this.ignored = new Course<>(List.of(), Set.of());
    }

    private Reader(
        UserId user,
        long asOf,
        Things things,
        Supplier<Following> following,
        Supplier<InvitePermission> permission) {
      this.user = user;
      this.following = following;
      this.permission = permission;
      this.asOf = asOf;
      this.ignoring = things.accountData(0, IGNORED).map(Things.Thing::pos).orElse(0L);
      this.sizeBytes = sizeBytes(things);
      this.rules = course(things, TYPE, json -> own(user, json));
      this.ignored = course(things, IGNORED, Reader::ignored);
    }

    private static <T> Course<T> course(Things things, String type, Function<JsonObject, T> parse) {
      var before =
          things.before(type).stream()
              .map(was -> new Was<>(was.pos(), parse.apply(AccountDataRoutes.json(was.value()))))
              .toList();
      var now =
          things
              .accountData(0, type)
              .filter(thing -> !thing.tombstone())
              .map(thing -> AccountDataRoutes.json(thing.value()))
              .orElse(JsonObject.EMPTY);
      return new Course<>(before, parse.apply(now));
    }

    private static long sizeBytes(Things things) {
      return JUDGING.stream()
              .flatMap(
                  type ->
                      Stream.concat(
                          things.before(type).stream(), things.accountData(0, type).stream()))
              .mapToLong(thing -> thing.value().length)
              .sum()
          * PARSED_FACTOR;
    }

    private static Optional<PushRules> own(UserId user, JsonObject stored) {
      return stored.isEmpty()
          ? Optional.empty()
          : Optional.of(PushRules.parse(user, stored)).filter(rules -> !rules.untouched());
    }

    private static Set<String> ignored(JsonObject list) {
      return list.object("ignored_users").orElse(JsonObject.EMPTY).entries().stream()
          .map(JsonObject.Entry::name)
          .collect(Collectors.toUnmodifiableSet());
    }

    /// Where the list of ignored people last changed, and with it perhaps all counts; 0 when it
    /// never did.
    long ignoring() {
      return ignoring;
    }

    /// Whether the reader never had rules of their own and never ignored anybody.
    boolean isUntouched() {
      return asOf == 0;
    }

    public Verdict verdict(Room room, RoomEvent event) {
      if (event.redactedBy() != 0 || ignores(event)) {
        return Verdict.SILENT;
      }
      return rules
          .at(event.pos())
          .map(own -> evaluated(own, room, event))
          .orElseGet(() -> byDefault(room, event));
    }

    /// What happens because of an event, by the rules as they are now: the actions of the rule that
    /// decides, empty when it does not notify.
    public JsonArray actions(Room room, RoomEvent event) {
      return actions(room, event, rules.now());
    }

    /// The same by the rules as they were when the event came.
    public JsonArray actionsThen(Room room, RoomEvent event) {
      return actions(room, event, rules.at(event.pos()));
    }

    /// Most people have the default rules, and most events say nothing to them: that is known
    /// without asking any rule, save of invitations and of threads that they follow.
    private JsonArray actions(Room room, RoomEvent event, Optional<PushRules> own) {
      if (event.redactedBy() != 0 || ignores(event)) {
        return JsonArray.EMPTY;
      }
      var invites = event.isState() && event.stateKey().orElse("").equals(user.value());
      if (invites
          && event.membership().filter(Membership.INVITE::equals).isPresent()
          && hidesInvitations(event.sender())) {
        return JsonArray.EMPTY;
      }
      if (own.isEmpty() && !invites && !byDefault(room, event).notifies()) {
        return JsonArray.EMPTY;
      }
      return own.orElseGet(() -> PushRules.defaults(user)).actions(asked(room, event));
    }

    private boolean ignores(RoomEvent event) {
      return !event.isState()
          && (ignores(event.sender()) || ignored.at(event.pos()).contains(event.sender()));
    }

    /// Whether somebody is ignored by now.
    boolean ignores(String user) {
      return ignored.now().contains(user);
    }

    /// Whether invitations by somebody are kept from the reader.
    boolean hidesInvitations(String inviter) {
      return ignores(inviter)
          || UserId.parse(inviter)
              .filter(id -> permission.get().of(id) == InvitePermission.Answer.IGNORED)
              .isPresent();
    }

    /// Whether somebody was ignored at a cut and is so no more.
    boolean pardoned(String user, long since) {
      return ignoring > since && !ignores(user) && ignored.at(since).contains(user);
    }

    /// Whether an event is kept from the reader. What they missed while they ignored its sender is
    /// told to who asks for everything, and not as news.
    boolean hides(RoomEvent event, boolean news) {
      return news ? ignores(event) : !event.isState() && ignores(event.sender());
    }

    private boolean ignoredNobodyEver() {
      return ignored.now().isEmpty() && ignored.before().isEmpty();
    }

    private boolean follows(RoomEvent event) {
      return event.thread() != 0 && following.get().follows(event.room(), event.thread());
    }

    /// The default rules, without evaluating them: what does not depend on the person was decided
    /// when the event was sent, save of what is said in threads that they follow.
    private Verdict byDefault(Room room, RoomEvent event) {
      var mentioned =
          event.mentions(user.value()) || event.mentionsRoom() || event.names(user.value());
      return switch (event.attention().who()) {
        case NOBODY -> Verdict.SILENT;
        case LOUDLY -> Verdict.LOUD;
        case EVERYBODY -> mentioned ? Verdict.LOUD : Verdict.QUIET;
        case MENTIONED -> mentioned ? Verdict.LOUD : inThread(room, event);
      };
    }

    private Verdict inThread(Room room, RoomEvent event) {
      return follows(event) ? evaluated(PushRules.defaults(user), room, event) : Verdict.SILENT;
    }

    /// Rules of one's own, which may ask for anything. The reader's name is the one they have now.
    private Verdict evaluated(PushRules rules, Room room, RoomEvent event) {
      var verdict = rules.evaluate(asked(room, event));
      return new Verdict(verdict.notifies(), verdict.highlights());
    }

    private PushEvent asked(Room room, RoomEvent event) {
      var view = room.published();
      var attention = event.attention();
      var joined =
          attention.joined() < Attention.JOINED_MAX
              ? attention.joined()
              : Math.max(attention.joined(), view.joined().length);
      var name = view.state().member(user).flatMap(m -> m.pdu().content().string("displayname"));
      var asked =
          PushEvent.of(event.pdu(), view.state(), joined, name)
              .notifyingRoom(attention.everybody());
      return event.thread() == 0 ? asked : asked.inThread(follows(event));
    }
  }

  public Reader of(Actor actor) {
    var things = keyed.of(actor.userNid());
    var asOf = things.judging();
    var user = actor.userNid();
    Supplier<Following> following = () -> keyed.of(user).following();
    Supplier<InvitePermission> permission = () -> permission(user);
    if (asOf == 0) {
      return new Reader(actor.user(), following, permission);
    }
    var known = parsed.getIfPresent(user);
    if (known == null || known.asOf != asOf) {
      known = new Reader(actor.user(), asOf, things, following, permission);
      parsed.put(user, known);
    }
    return known;
  }

  /// The ids of the people whom somebody ignores.
  public Set<String> ignored(Actor actor) {
    return ignorer(actor).map(reader -> reader.ignored.now()).orElse(Set.of());
  }

  /// Whether somebody has said that this person may not invite them.
  public boolean refusesInvitations(long user, UserId inviter) {
    return permission(user).of(inviter) == InvitePermission.Answer.BLOCKED;
  }

  /// Who may invite somebody.
  InvitePermission permission(long user) {
    var things = keyed.of(user);
    var asOf =
        InvitePermission.TYPES.stream()
            .flatMap(type -> things.accountData(0, type).stream())
            .mapToLong(Things.Thing::pos)
            .max()
            .orElse(0);
    if (asOf == 0) {
      return InvitePermission.EVERYBODY;
    }
    var known = permissions.getIfPresent(user);
    if (known == null || known.asOf() != asOf) {
      known =
          new Permission(
              asOf,
              InvitePermission.of(
                  noted(user, InvitePermission.TYPE), noted(user, InvitePermission.LISTS)));
      permissions.put(user, known);
    }
    return known.said();
  }

  private JsonObject noted(long user, String type) {
    return keyed.accountData(user, 0, type).map(AccountDataRoutes::json).orElse(JsonObject.EMPTY);
  }

  /// Somebody who ignores others, or once did; empty for nearly everybody.
  Optional<Reader> ignorer(Actor actor) {
    return keyed.of(actor.userNid()).judging() == 0
        ? Optional.empty()
        : Optional.of(of(actor)).filter(reader -> !reader.ignoredNobodyEver());
  }

  /// The person's rules, changed or not.
  public PushRules all(Actor actor) {
    return of(actor).rules.now().orElseGet(() -> PushRules.defaults(actor.user()));
  }
}
