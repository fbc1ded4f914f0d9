package parvis.core.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Announcements.SessionEnded;
import parvis.core.identity.TokenMaking.Fresh;
import parvis.core.identity.TokenMaking.Refreshed;
import parvis.core.identity.TokenMaking.Terms;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.http.Authenticator;
import parvis.platform.http.Call;
import parvis.protocol.id.UserId;

/// Who is signed in where: a session is what one login began, and tokens are how it shows itself.
///
/// Tokens are random and stored as hashes. A session survives the refresh of its tokens; a new
/// login on the same device ends the old session and begins another. Ending one works at once: the
/// cache forgets it before the listeners hear of it, and they close what waits for it.
///
/// spec: cs-api#client-authentication, cs-api#refreshing-access-tokens
public final class Sessions implements Authenticator {
  static final Duration ACCESS_LIFE = Duration.ofHours(1);
  static final Duration REFRESH_LIFE = Duration.ofDays(90);

  /// How long an access token of an application works.
  static final Duration GRANTED_LIFE = Duration.ofMinutes(5);

  /// Devices of one account.
  static final int DEVICES_MAX = 1_000;

  /// How long one is believed without asking again, whatever was not heard of another node.
  static final Duration KNOWN_FOR = Duration.ofMinutes(1);

  /// How long it is believed that a second factor is missing, or none, and what organisations ask.
  public static final Duration ASKED_EVERY = Duration.ofSeconds(4);

  /// A login to be opened: on a device that the client names, or on a new one.
  ///
  /// @param byService whether an application service opens it, in which nobody administers
  /// @param strong whether a provider said that its person showed it a second factor
  public record Login(
      UserId user,
      long userNid,
      Optional<String> deviceId,
      Optional<String> deviceName,
      boolean refreshable,
      boolean byService,
      boolean strong,
      String address) {}

  /// The tokens of a session, which are shown this once.
  public record Tokens(String access, Optional<String> refresh, Optional<Duration> life) {}

  /// What a person agreed to, and is used up by the session that comes of it: both or none.
  public interface Consent {
    /// Whether a session, by its number, is of the application that they agreed to.
    boolean owns(Tx tx, long session);

    /// Notes which session it became.
    void become(Tx tx, long session);
  }

  private record Nothing() implements Consent {
    @Override
    public boolean owns(Tx tx, long session) {
      return true;
    }

    @Override
    public void become(Tx tx, long session) {}
  }

  public record SignedIn(UserId user, String deviceId, long session, Tokens tokens) {}

  /// A session whose tokens expired before their time, and the note of it.
  private record Expired(long session, Unheard.Note note) {}

  /// Whose session it is, and on which device.
  public record Holder(UserId user, long userNid, String deviceId) {}

  /// What became of a refresh token that an application shows.
  public sealed interface Renewal {
    record Renewed(long session, Tokens tokens) implements Renewal {}

    /// It is none, or none of this application.
    record Unknown() implements Renewal {}

    /// It was good once: somebody else has it, too.
    record Spent(Holder holder) implements Renewal {}
  }

  private record Opened(
      SignedIn signedIn, @Nullable SessionEnded replaced, Optional<Unheard.Note> note) {}

  private final Db db;
  private final Secrets secrets;
  private final Clock clock;
  private final Services services;
  private final Announcements announcements;
  private final Unheard unheard;
  private final KnownTokens known;
  private final TokenMaking making;

  /// Refuses who has not accepted the terms of use that they are under.
  private volatile Consumer<Actor> consents = _ -> {};

  /// Whether a person may not give that name to a device.
  private volatile BiPredicate<Long, String> reserved = (_, _) -> false;

  Sessions(
      Db db,
      LongSupplier nids,
      Secrets secrets,
      Clock clock,
      Services services,
      Announcements announcements,
      Unheard unheard) {
    this.db = db;
    this.services = services;
    this.secrets = secrets;
    this.clock = clock;
    this.known = new KnownTokens(db, clock);
    this.making = new TokenMaking(nids, secrets, clock);
    this.announcements = announcements;
    this.unheard = unheard;
  }

  /// From here on who has not accepted the terms of use puts nothing before others.
  public void askConsent(Consumer<Actor> consents) {
    this.consents = consents;
  }

  /// From here on who must have a second factor and has none administers nothing, or is let in no
  /// longer.
  void ask(SignIn.SecondFactor second) {
    known.ask(second);
  }

  /// Whether somebody must have a second factor to administer, and has none, and showed none to a
  /// provider when the session began.
  public boolean isUnproven(Actor actor) {
    return known.isMissing(actor) && !db.read(tx -> SessionStore.isStrong(tx, actor.session()));
  }

  /// Keeps people from giving some names to devices: by nid and name.
  public void reserve(BiPredicate<Long, String> names) {
    reserved = names;
  }

  @Override
  public Actor authenticate(String token, Call call) {
    KnownTokens.Known found = known.found(token, call.remoteAddress());
    found.bar().check(call.deed());
    if (found.actor().guest() && !call.isForGuests()) {
      throw Refused.guestForbidden("Guests may not do this");
    }
    if (call.isPublishing()) {
      consents.accept(found.actor());
    }
    return found.actor();
  }

  /// Who acts with this token, asked for from this address.
  Actor authenticate(String token, String address) {
    return known.found(token, address).actor();
  }

  /// Begins a session. The one that the device had is over.
  public SignedIn open(Login login) {
    Optional<String> family = login.refreshable() ? Optional.of(making.family()) : Optional.empty();
    return open(login, new Terms(family, false), new Nothing());
  }

  /// Begins the session of an application that somebody let in. It administers nothing, whoever its
  /// person is. Its refresh tokens are of one family: whoever shows one that was spent ends the
  /// session.
  ///
  /// @throws Refused forbidden when the device is there already and not this application's
  public SignedIn grant(Login login, Consent consent) {
    return open(login, new Terms(Optional.of(making.family()), true), consent);
  }

  /// The number of the session on a device.
  public Optional<Long> on(long userNid, String deviceId) {
    return db.read(tx -> SessionStore.sessionOn(tx, userNid, deviceId));
  }

  private SignedIn open(Login login, Terms terms, Consent consent) {
    String deviceId = login.deviceId().orElseGet(secrets::deviceId);
    if (login.deviceId().isPresent() && reserved.test(login.userNid(), deviceId)) {
      throw Refused.invalidParam("A key of yours has this name; a device cannot");
    }
    Fresh fresh = making.fresh();
    Opened opened =
        db.write(
            tx -> {
              Opened made = open(tx, login, terms, consent, deviceId, fresh);
              consent.become(tx, fresh.session());
              return made;
            });
    if (opened.replaced() != null) ended(List.of(opened.replaced()));
    opened.note().ifPresent(unheard::say);
    return opened.signedIn();
  }

  private Opened open(
      Tx tx, Login login, Terms terms, Consent consent, String deviceId, Fresh fresh) {
    long user = login.userNid();
    long now = clock.millis();
    if (!SessionStore.lockAccount(tx, user)) throw Refused.userDeactivated();
    if (SessionStore.barOf(tx, user).filter(bar -> bar == Bar.EXPIRED).isPresent()) {
      throw Refused.accountExpired();
    }
    boolean isNew =
        SessionStore.device(
            tx, user, new Device(deviceId, login.deviceName(), now, now, login.address()));
    if (isNew && SessionStore.devices(tx, user) > DEVICES_MAX) {
      throw tooMany();
    }
    if (!isNew && terms.granted() && !owns(tx, consent, user, deviceId)) {
      throw Refused.forbidden("The person has this device already, and not by this application");
    }
    Optional<SessionStore.Over> replaced = SessionStore.endSessionOf(tx, user, deviceId);
    long scope = replaced.map(SessionStore.Over::scope).orElse(fresh.session());
    SessionStore.addSession(
        tx,
        new SessionStore.NewSession(
            fresh.session(),
            scope,
            user,
            deviceId,
            now,
            terms.family().map(SecretHash::of).orElse(null),
            terms.granted(),
            login.byService(),
            login.strong()));
    Tokens tokens = making.give(tx, fresh.session(), fresh.token(), terms, null);
    return new Opened(
        new SignedIn(login.user(), deviceId, fresh.session(), tokens),
        replaced.map(old -> new SessionEnded(user, deviceId, old.session())).orElse(null),
        isNew || replaced.isPresent()
            ? Optional.of(unheard.note(tx, toHear(isNew), login.user(), user))
            : Optional.empty());
  }

  private static boolean owns(Tx tx, Consent consent, long user, String deviceId) {
    return SessionStore.sessionOn(tx, user, deviceId)
        .filter(session -> consent.owns(tx, session))
        .isPresent();
  }

  private static Unheard.Kind toHear(boolean isNew) {
    return isNew ? Unheard.Kind.DEVICES_CHANGED : Unheard.Kind.ACCESS_CHANGED;
  }

  static Refused tooMany() {
    return Refused.of(
        Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
        "This account is signed in on " + DEVICES_MAX + " devices; sign out of some of them first");
  }

  /// New tokens for a refresh token. The old ones work until the new ones are first used, so an
  /// answer that is lost on its way locks nobody out. Who shows one that was spent has stolen it,
  /// or it was stolen from them: no token of the session works any more, its device stays.
  ///
  /// @throws Refused unknownToken for those of applications, which have a way of their own
  public Tokens refresh(String refreshToken) {
    Optional<String> family = TokenMaking.family(TokenMaking.REFRESH_PREFIX, refreshToken);
    if (family.isEmpty()) throw Refused.unknownToken(true);
    SecretHash hash = SecretHash.of(refreshToken);
    Fresh fresh = making.fresh();
    Optional<Refreshed> refreshed =
        db.write(
            tx ->
                making
                    .living(tx, hash)
                    .map(
                        found ->
                            making.refresh(tx, found, fresh.token(), new Terms(family, false))));
    if (refreshed.isEmpty()) {
      expireTokens(hash, SecretHash.of(family.get()));
      throw Refused.unknownToken(true);
    }
    known.forgetTokens(refreshed.get().ended());
    return refreshed.get().tokens();
  }

  private void expireTokens(SecretHash token, SecretHash family) {
    if (!(spent(token, family) instanceof Renewal.Spent(var holder))) return;
    db.write(tx -> expireTokens(tx, family, holder))
        .ifPresent(
            expired -> {
              long session = expired.session();
              ended(List.of(new SessionEnded(holder.userNid(), holder.deviceId(), session)));
              unheard.say(expired.note());
            });
  }

  private Optional<Expired> expireTokens(Tx tx, SecretHash family, Holder holder) {
    long user = holder.userNid();
    return SessionStore.sessionOf(tx, family)
        .filter(session -> SessionStore.expireTokens(tx, session) > 0)
        .map(
            session ->
                new Expired(
                    session, unheard.note(tx, Unheard.Kind.ACCESS_CHANGED, holder.user(), user)));
  }

  /// The same for an application.
  ///
  /// @param owns whether a session, by its number, is that application's
  public Renewal renew(String refreshToken, BiPredicate<Tx, Long> owns) {
    Optional<String> family = TokenMaking.family(TokenMaking.GRANTED_PREFIX, refreshToken);
    if (family.isEmpty()) return new Renewal.Unknown();
    Terms terms = new Terms(family, true);
    SecretHash hash = SecretHash.of(refreshToken);
    Fresh fresh = making.fresh();
    Optional<Refreshed> refreshed =
        db.write(
            tx ->
                making
                    .living(tx, hash)
                    .filter(found -> owns.test(tx, found.session()))
                    .map(found -> making.refresh(tx, found, fresh.token(), terms)));
    refreshed.ifPresent(done -> known.forgetTokens(done.ended()));
    return refreshed
        .<Renewal>map(done -> new Renewal.Renewed(done.session(), done.tokens()))
        .orElseGet(() -> spent(hash, SecretHash.of(family.get())));
  }

  /// A token that no row has any more, of a session that has others, was spent.
  private Renewal spent(SecretHash token, SecretHash family) {
    return db.read(
        tx ->
            SessionStore.refreshKnown(tx, token)
                ? new Renewal.Unknown()
                : SessionStore.holder(tx, token, family)
                    .<Renewal>map(Renewal.Spent::new)
                    .orElseGet(Renewal.Unknown::new));
  }

  /// Whose session has this token, access or refresh token, however old.
  public Optional<Holder> holder(String token) {
    SecretHash family =
        TokenMaking.family(TokenMaking.GRANTED_PREFIX, token).map(SecretHash::of).orElse(null);
    return db.read(tx -> SessionStore.holder(tx, SecretHash.of(token), family));
  }

  /// Whose session has this number.
  public Optional<Holder> holder(long session) {
    return db.read(tx -> SessionStore.holder(tx, session));
  }

  /// Whether a session was granted to an application.
  public boolean isGranted(long session) {
    return db.read(tx -> isGranted(tx, session));
  }

  /// Whether a provider said that a second factor was shown where the session began that is on a
  /// device.
  boolean isStrong(Holder holder) {
    return on(holder.userNid(), holder.deviceId())
        .filter(session -> db.read(tx -> SessionStore.isStrong(tx, session)))
        .isPresent();
  }

  /// Whether a session was granted to an application, in a transaction.
  public boolean isGranted(Tx tx, long session) {
    return SessionStore.isGranted(tx, session);
  }

  /// Forgets sessions whose end is durable, and tells who answers them.
  void ended(List<SessionEnded> sessions) {
    if (sessions.isEmpty()) return;
    known.ended(sessions.stream().map(SessionEnded::session).toList());
    sessions.forEach(announcements::say);
  }

  /// Reads again who these people are, at the next use of each of their tokens.
  void changed(Set<Long> users) {
    known.changed(users);
  }

  /// Looks again at whether a second factor is missing of somebody.
  public void factorsChanged(long user) {
    known.factorsChanged(user);
  }

  /// Why who was let in a moment ago may not wait on, as their rows say now; empty when they may.
  public Optional<Refused> refusal(Actor actor) {
    if (actor.isThroughService() && services.of(actor).isEmpty()) {
      return Optional.of(Refused.unknownToken(false));
    }
    boolean own = actor.isThroughService() && actor.deviceId().isEmpty();
    Optional<Bar> bar =
        db.read(
            tx ->
                own
                    ? SessionStore.barOf(tx, actor.userNid())
                    : SessionStore.bar(tx, actor.session()));
    if (bar.isEmpty()) return Optional.of(Refused.unknownToken(false));
    return bar.filter(Bar::shuts)
        .map(shut -> shut == Bar.LOCKED ? Refused.userLocked() : Refused.accountExpired());
  }

  /// Lets the sessions on some devices of somebody go on no longer, though the devices stay.
  public void expire(UserId user, long userNid, List<String> deviceIds) {
    db.write(tx -> expire(tx, user, userNid, deviceIds)).run();
  }

  /// The same in a transaction of others.
  ///
  /// @return what to do when that is durable
  public Runnable expire(Tx tx, UserId user, long userNid, List<String> deviceIds) {
    List<SessionEnded> over = new ArrayList<>();
    for (String device : deviceIds) {
      SessionStore.sessionOn(tx, userNid, device)
          .filter(session -> SessionStore.expireTokens(tx, session) > 0)
          .ifPresent(session -> over.add(new SessionEnded(userNid, device, session)));
    }
    Unheard.Note note = unheard.note(tx, Unheard.Kind.ACCESS_CHANGED, user, userNid);
    return () -> {
      ended(over);
      unheard.say(note);
    };
  }

  /// Lets no session of somebody go on that is there, though its device stays: on each of them they
  /// come in again.
  ///
  /// @return what to do when that is durable
  public Runnable expireAll(Tx tx, UserId user, long userNid) {
    SessionStore.expireAll(tx, userNid);
    Unheard.Note note = unheard.note(tx, Unheard.Kind.ACCESS_CHANGED, user, userNid);
    return () -> {
      changed(Set.of(userNid));
      unheard.say(note);
    };
  }
}
