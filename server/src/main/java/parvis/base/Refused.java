package parvis.base;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request that is answered with a refusal and changes nothing.
///
/// Thrown for what only the edge answers; what a caller branches on is returned as a sealed type
/// instead. It carries no stack, so refusing costs little. One file of `platform.http` maps each
/// kind to a status and a Matrix `errcode`.
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Why something was refused, in the words of the product.
  public enum Kind {
    MISSING_TOKEN,
    UNKNOWN_TOKEN,
    SECOND_FACTOR,
    SHARED_MAILBOX,
    FORBIDDEN,
    USER_DEACTIVATED,
    USER_LOCKED,
    USER_SUSPENDED,
    ACCOUNT_EXPIRED,
    CONSENT_NOT_GIVEN,
    INVITE_BLOCKED,
    GUEST_ACCESS_FORBIDDEN,
    NOT_FOUND,
    UNRECOGNIZED,
    METHOD_NOT_ALLOWED,
    SET_ELSEWHERE,
    NOT_JSON,
    BAD_JSON,
    MISSING_PARAM,
    INVALID_PARAM,
    TOO_LARGE,
    LIMIT_EXCEEDED,
    NO_TURN,
    RESOURCE_LIMIT_EXCEEDED,
    UNKNOWN,
    USER_IN_USE,
    INVALID_USERNAME,
    WEAK_PASSWORD,
    ROOM_IN_USE,
    BAD_ALIAS,
    INVALID_ROOM_STATE,
    UNSUPPORTED_ROOM_VERSION,
    DUPLICATE_ANNOTATION,
    PROFILE_TOO_LARGE,
    KEY_TOO_LARGE,
    THREEPID_AUTH_FAILED,
    THREEPID_DENIED,
    THREEPID_IN_USE,
    THREEPID_MEDIUM_NOT_SUPPORTED,
    NOT_YET_UPLOADED,
    CANNOT_OVERWRITE_MEDIA,
    INVALID_SIGNATURE,
    WRONG_ROOM_KEYS_VERSION,
    CANNOT_LEAVE_SERVER_NOTICE_ROOM,
    NOT_IN_THREAD,
    UNKNOWN_POS,
    EXCLUSIVE,
    UNKNOWN_DEVICE,
    URL_NOT_SET,
    BAD_STATUS,
    CONNECTION_FAILED,
    CONNECTION_TIMEOUT,
    CONFLICTING_UNSUBSCRIPTION,
    TIMED_OUT,
    UNAVAILABLE,
    CONFLICT,
    CHANGED
  }

  private final Kind kind;
  private final String sentence;
  private final transient Map<String, Object> fields = new LinkedHashMap<>(0);
  private @Nullable Duration retryAfter;
  private transient Set<String> allowed = Set.of();

  private Refused(Kind kind, String sentence) {
    super(sentence, null, false, false);
    this.kind = kind;
    this.sentence = sentence;
  }

  /// A refusal of any kind; prefer the named factories below.
  public static Refused of(Kind kind, String sentence) {
    return new Refused(kind, sentence);
  }

  public static Refused missingToken() {
    return new Refused(Kind.MISSING_TOKEN, "An access token is needed");
  }

  /// `softLogout`: the device and its keys are kept, only the token must be renewed.
  public static Refused unknownToken(boolean softLogout) {
    return new Refused(Kind.UNKNOWN_TOKEN, "The access token is not known or has expired")
        .with("soft_logout", softLogout);
  }

  /// What was proven is right and not enough; `step` is what one goes on with.
  public static Refused secondFactor(String step) {
    return new Refused(Kind.SECOND_FACTOR, "A second factor is needed").with("step", step);
  }

  /// Somebody reads the mails of an address that others read, too: they say who of them they are.
  /// `step` is what one goes on with.
  public static Refused sharedMailbox(String step) {
    return new Refused(Kind.SHARED_MAILBOX, "Several people read this address: say who you are")
        .with("step", step);
  }

  /// Terms of use that hold were not accepted; `uri` is where they are.
  public static Refused consentNotGiven(String uri) {
    return new Refused(
            Kind.CONSENT_NOT_GIVEN, "The terms of use are to be accepted first, on " + uri)
        .with("consent_uri", uri);
  }

  public static Refused forbidden(String sentence) {
    return new Refused(Kind.FORBIDDEN, sentence);
  }

  public static Refused userDeactivated() {
    return new Refused(Kind.USER_DEACTIVATED, "This account has been deactivated");
  }

  /// The device and its keys are kept, until the lock is taken off.
  public static Refused userLocked() {
    return new Refused(Kind.USER_LOCKED, "This account has been locked").with("soft_logout", true);
  }

  public static Refused userSuspended() {
    return new Refused(Kind.USER_SUSPENDED, "This account may read, and write nothing");
  }

  /// Until somebody puts its end off.
  public static Refused accountExpired() {
    return new Refused(Kind.ACCOUNT_EXPIRED, "The time of this account is over");
  }

  public static Refused guestForbidden(String sentence) {
    return new Refused(Kind.GUEST_ACCESS_FORBIDDEN, sentence);
  }

  public static Refused notFound() {
    return new Refused(Kind.NOT_FOUND, "Not found");
  }

  public static Refused notFound(String sentence) {
    return new Refused(Kind.NOT_FOUND, sentence);
  }

  public static Refused unrecognized() {
    return new Refused(Kind.UNRECOGNIZED, "This address is not known here");
  }

  /// `allowed`: the methods that the address does know.
  public static Refused methodNotAllowed(String sentence, Set<String> allowed) {
    return without(Kind.METHOD_NOT_ALLOWED, sentence, allowed);
  }

  /// What is written at another address. `allowed`: the methods that this one still knows.
  public static Refused setElsewhere(String sentence, Set<String> allowed) {
    return without(Kind.SET_ELSEWHERE, sentence, allowed);
  }

  private static Refused without(Kind kind, String sentence, Set<String> allowed) {
    Refused refused = new Refused(kind, sentence);
    refused.allowed = allowed;
    return refused;
  }

  public static Refused notJson() {
    return new Refused(Kind.NOT_JSON, "The body is not JSON");
  }

  public static Refused badJson(String sentence) {
    return new Refused(Kind.BAD_JSON, sentence);
  }

  public static Refused missingParam(String sentence) {
    return new Refused(Kind.MISSING_PARAM, sentence);
  }

  public static Refused invalidParam(String sentence) {
    return new Refused(Kind.INVALID_PARAM, sentence);
  }

  public static Refused tooLarge() {
    return new Refused(Kind.TOO_LARGE, "This is larger than what is accepted here");
  }

  public static Refused tooLarge(String sentence) {
    return new Refused(Kind.TOO_LARGE, sentence);
  }

  public static Refused limitExceeded(Duration retryAfter) {
    return tooMany(Kind.LIMIT_EXCEEDED, "Too many requests", retryAfter);
  }

  /// So much is asked for at once, by whomever, that there was no turn for this.
  public static Refused noTurn(Duration retryAfter) {
    return tooMany(Kind.NO_TURN, "Too much of this is asked for at once", retryAfter);
  }

  private static Refused tooMany(Kind kind, String sentence, Duration retryAfter) {
    Refused refused = new Refused(kind, sentence);
    refused.retryAfter = retryAfter;
    return refused.with("retry_after_ms", Math.max(1, retryAfter.toMillis()));
  }

  /// What the specification calls an unknown error of the client: status 400.
  public static Refused unknown(String sentence) {
    return new Refused(Kind.UNKNOWN, sentence);
  }

  public static Refused userInUse() {
    return new Refused(Kind.USER_IN_USE, "This user name is taken");
  }

  /// What belongs to an application service, or is asked by one to which it does not.
  public static Refused exclusive(String sentence) {
    return new Refused(Kind.EXCLUSIVE, sentence);
  }

  public static Refused invalidUsername() {
    return new Refused(Kind.INVALID_USERNAME, "This is not a valid user name");
  }

  public static Refused weakPassword(String sentence) {
    return new Refused(Kind.WEAK_PASSWORD, sentence);
  }

  public static Refused roomInUse() {
    return new Refused(Kind.ROOM_IN_USE, "This room alias is taken");
  }

  public static Refused badAlias(String sentence) {
    return new Refused(Kind.BAD_ALIAS, sentence);
  }

  public static Refused unsupportedRoomVersion() {
    return new Refused(Kind.UNSUPPORTED_ROOM_VERSION, "This room version is not supported");
  }

  /// For the moment the server cannot answer; the client is told when to come back.
  public static Refused unavailable(Duration retryAfter) {
    Refused refused = new Refused(Kind.UNAVAILABLE, "The server cannot answer at the moment");
    refused.retryAfter = retryAfter;
    return refused;
  }

  public static Refused conflict(String sentence) {
    return new Refused(Kind.CONFLICT, sentence);
  }

  /// What somebody else has changed since it was read; the answer says what it is now.
  public static Refused changed() {
    return new Refused(Kind.CHANGED, "Somebody else has changed this meanwhile");
  }

  /// Adds a field to the answer's JSON; `value` is anything that `JsonObject.of` takes.
  public Refused with(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  public Kind kind() {
    return kind;
  }

  /// One sentence for a person.
  public String sentence() {
    return sentence;
  }

  public Map<String, Object> fields() {
    return fields;
  }

  /// The methods that would be allowed; empty where another method is not the matter.
  public Set<String> allowed() {
    return allowed;
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
