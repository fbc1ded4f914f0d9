package parvis.core.identity;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Announcements.DirectorySpent;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.http.DayBudget;
import parvis.platform.http.RateLimits;
import parvis.protocol.id.UserId;
import parvis.protocol.json.CanonicalJson;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonValue;
import parvis.protocol.json.JsonWriter;

/// What the people of our servers say about themselves: a name, a picture, and any further fields.
public final class Profiles {
  /// Bytes of a whole profile.
  ///
  /// spec: cs-api#put_matrixclientv3profileuseridkeyname
  static final int PROFILE_BYTES_MAX = 64 * 1024;

  /// Stands in the place of a profile that went with its account.
  private static final String ENDED = "fr.parvis.account_ended";

  /// In the place of an organisation: none.
  public static final long NOWHERE = 0;

  /// How long somebody whose budget is used up is not told of again, and of how many that is noted.
  private static final Duration SPENT_AGAIN = Duration.ofDays(1);

  private static final int SPENT_MAX = 10_000;

  /// Somebody whom a search found.
  public record Found(UserId user, long userNid, Profile profile) {}

  private final Db db;
  private final Unheard unheard;
  private final RateLimits limits;

  /// People of whom searches and profiles tell one account.
  private final DayBudget lookedUp;

  private volatile LongPredicate given = _ -> false;

  private final Announcements announcements;
  private final Clock clock;

  /// Whose budget was found used up, and when.
  private final ConcurrentHashMap<Long, Long> spent = new ConcurrentHashMap<>();

  Profiles(
      Db db,
      Unheard unheard,
      Announcements announcements,
      RateLimits limits,
      long peopleADay,
      Clock clock) {
    this.db = db;
    this.unheard = unheard;
    this.announcements = announcements;
    this.clock = clock;
    this.limits = limits;
    this.lookedUp = new DayBudget("people", peopleADay);
  }

  /// Lets others give people their names.
  void given(LongPredicate given) {
    this.given = given;
  }

  /// Whether somebody's name is not theirs to choose. Who runs the server names people as they are
  /// to be named.
  public boolean isGiven(Actor actor) {
    return !actor.admin() && given.test(actor.userNid());
  }

  /// The name and picture of somebody; empty for whom we do not know.
  public Profile of(UserId user) {
    return db.read(
            tx ->
                tx.first(
                    Profiles::profile,
                    """
                    select display_name, avatar_url
                    from profile join matrix_user on matrix_user.nid = profile."user"
                    where matrix_user.user_id = ?
                    """,
                    user.value()))
        .orElse(Profile.EMPTY);
  }

  /// Every field of a profile; empty when there is no such account. Who asks for others than
  /// themselves spends from their budget, whether there is one or not.
  Optional<JsonObject> fields(Optional<Actor> reader, UserId user) {
    reader.filter(actor -> !actor.user().equals(user)).ifPresent(actor -> tell(actor, 1));
    return db.read(
        tx ->
            tx.first(
                Profiles::whole,
                """
                select fields, account.deactivated_ms
                from profile join matrix_user on matrix_user.nid = profile."user"
                left join account on account."user" = profile."user"
                where matrix_user.user_id = ?
                """,
                user.value()));
  }

  /// Of who has ended their account and left nothing of themselves, that is said, so that lists may
  /// say it in the place of a name.
  private static JsonObject whole(Row row) {
    var fields = parsed(row.text("fields"));
    var gone = fields.isEmpty() && row.optionalNumber("deactivated_ms").isPresent();
    return gone ? fields.with(ENDED, true) : fields;
  }

  /// Notes that somebody learns of as many others.
  ///
  /// @throws Refused limitExceeded when that is more than they may learn of today
  public void tell(Actor reader, int people) {
    try {
      limits.spend(lookedUp, reader, people);
    } catch (Refused refused) {
      if (refused.kind() == Refused.Kind.LIMIT_EXCEEDED && isNew(reader.userNid())) {
        announcements.say(new DirectorySpent(reader));
      }
      throw refused;
    }
  }

  /// Whether somebody has not been told of yet today, by this node.
  private boolean isNew(long reader) {
    long now = clock.millis();
    if (spent.size() >= SPENT_MAX) {
      spent.values().removeIf(at -> now - at > SPENT_AGAIN.toMillis());
    }
    var before = spent.get(reader);
    if (before != null && now - before <= SPENT_AGAIN.toMillis()) {
      return false;
    }
    spent.put(reader, now);
    return true;
  }

  /// Somebody by their id; empty for whom we do not know.
  public Optional<Found> find(UserId user, long userNid) {
    return db.read(
        tx ->
            tx.first(
                row -> new Found(user, userNid, profile(row)),
                "select display_name, avatar_url from profile where \"user\" = ?",
                userNid));
  }

  /// What some people are called who say so, by number.
  public Map<Long, String> names(Collection<Long> people) {
    var told = new HashMap<Long, String>();
    db.read(
        tx ->
            tx.list(
                row -> {
                  row.optionalText("display_name")
                      .ifPresent(name -> told.put(row.number("user"), name));
                  return true;
                },
                "select \"user\", display_name from profile where \"user\" = any(?)",
                (Object) people.stream().mapToLong(Long::longValue).toArray()));
    return told;
  }

  /// Sets a field of one's own profile.
  public void put(Actor actor, String name, JsonValue value) {
    Optional<JsonValue> kept = ProfileField.value(name, value);
    if (kept.isEmpty()) remove(actor, name);
    else change(actor, fields -> fields.with(name, kept.get()));
  }

  /// Says what somebody does, in the name of their organisation.
  public void give(UserId user, long userNid, String function) {
    change(
        user,
        userNid,
        fields ->
            function.isEmpty()
                ? fields.without(ProfileField.FUNCTION)
                : fields.with(ProfileField.FUNCTION, function));
  }

  /// What those of some people do who say so, by number.
  public Map<Long, String> functions(Collection<Long> people) {
    var told = new HashMap<Long, String>();
    db.read(
            tx ->
                tx.list(
                    row -> Map.entry(row.number("user"), row.text("fields")),
                    "select \"user\", fields from profile where \"user\" = any(?)",
                    (Object) people.stream().mapToLong(Long::longValue).toArray()))
        .forEach(
            one ->
                parsed(one.getValue())
                    .string(ProfileField.FUNCTION)
                    .ifPresent(function -> told.put(one.getKey(), function)));
    return told;
  }

  /// Notes of which organisation people are found from now on; their accounts are held, or new.
  public static void place(Tx tx, long organisation, long... users) {
    DirectoryWords.place(tx, organisation, users);
  }

  /// The words of a search, as those are compared by which people are found.
  public static List<String> words(String text) {
    return DirectoryWords.of(text);
  }

  /// Takes a field away; nothing happens when it is not there.
  void remove(Actor actor, String name) {
    change(actor, fields -> fields.without(name));
  }

  private interface Change {
    JsonObject of(JsonObject fields);
  }

  private void change(Actor actor, Change change) {
    change(actor.user(), actor.userNid(), change);
  }

  private void change(UserId user, long userNid, Change change) {
    db.write(tx -> change(tx, user, userNid, change)).ifPresent(unheard::say);
  }

  /// What there is to say, when the name or the picture changed.
  private Optional<Unheard.Note> change(Tx tx, UserId user, long userNid, Change change) {
    Accounts.hold(tx, userNid);
    JsonObject before =
        tx.first(
                row -> parsed(row.text("fields")),
                "select fields from profile where \"user\" = ? for update",
                userNid)
            .orElseThrow(Refused::userDeactivated);
    JsonObject after = change.of(before);
    if (after.equals(before)) return Optional.empty();
    if (CanonicalJson.write(after).length >= PROFILE_BYTES_MAX) {
      throw Refused.of(
          Refused.Kind.PROFILE_TOO_LARGE,
          "A profile has less than " + PROFILE_BYTES_MAX + " bytes");
    }
    store(tx, userNid, user, after);
    return profile(after).equals(profile(before))
        ? Optional.empty()
        : Optional.of(unheard.note(tx, Unheard.Kind.PROFILE_CHANGED, user, userNid));
  }

  /// The profile of an account that is being made.
  void begin(Tx tx, long userNid, UserId user, Optional<String> displayName) {
    JsonObject fields = JsonObject.EMPTY;
    if (displayName.isPresent()) {
      fields = fields.with(ProfileField.DISPLAY_NAME, displayName.get());
    }
    tx.run("insert into profile (\"user\", fields) values (?, '{}')", userNid);
    store(tx, userNid, user, fields);
  }

  /// The profiles of accounts that are being made together, by number, id, name and function.
  static void begin(
      Tx tx, long[] nids, List<UserId> ids, List<String> names, List<String> functions) {
    int count = nids.length;
    String[] fields = new String[count];
    String[] words = new String[count];
    for (int i = 0; i < count; i++) {
      var said = JsonObject.of(ProfileField.DISPLAY_NAME, names.get(i));
      fields[i] =
          written(
              functions.get(i).isEmpty()
                  ? said
                  : said.with(ProfileField.FUNCTION, functions.get(i)));
      words[i] = DirectoryWords.of(names.get(i), ids.get(i), functions.get(i));
    }
    tx.run(
        """
        insert into profile ("user", fields, display_name, words)
        select * from unnest(?::bigint[], ?::text[], ?::text[], ?::text[])
        """,
        nids,
        fields,
        names.toArray(String[]::new),
        words);
    DirectoryWords.begin(tx, nids, words);
  }

  private static String written(JsonObject fields) {
    return new String(JsonWriter.write(fields), StandardCharsets.UTF_8);
  }

  /// Empties the profile of an account that is being ended.
  void erase(Tx tx, long userNid) {
    tx.run(
        """
        update profile set fields = '{}', display_name = null, avatar_url = null, words = ''
        where "user" = ?
        """,
        userNid);
  }

  private static void store(Tx tx, long userNid, UserId user, JsonObject fields) {
    Profile profile = profile(fields);
    String words =
        DirectoryWords.of(
            profile.displayName().orElse(""),
            user,
            fields.string(ProfileField.FUNCTION).orElse(""));
    tx.run(
        """
        update profile set fields = ?, display_name = ?, avatar_url = ?, words = ?
        where "user" = ?
        """,
        written(fields),
        profile.displayName().orElse(null),
        profile.avatarUrl().orElse(null),
        words,
        userNid);
    DirectoryWords.change(tx, userNid, words);
  }

  private static JsonObject parsed(String fields) {
    byte[] bytes = fields.getBytes(StandardCharsets.UTF_8);
    return (JsonObject) JsonReader.read(bytes, JsonLimits.REQUEST);
  }

  private static Profile profile(JsonObject fields) {
    return new Profile(
        fields.string(ProfileField.DISPLAY_NAME), fields.string(ProfileField.AVATAR_URL));
  }

  private static Profile profile(Row row) {
    return new Profile(row.optionalText("display_name"), row.optionalText("avatar_url"));
  }
}
