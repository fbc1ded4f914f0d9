package parvis.platform.http;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One method on one path, who may call it, what it reads and who answers.
///
/// A path is made of literal segments and of `{name}` segments, which take exactly one non-empty
/// segment; a last segment `{name?}` may be empty or absent and then reads as the empty text (state
/// keys). One trailing slash is ignored.
public final class Route {
  /// Bytes of a JSON body: an event of 65,536 bytes written as escaped as JSON allows still fits.
  static final int BODY_BYTES_MAX = 4 * 65_536;

  static final String FORM = "application/x-www-form-urlencoded";

  /// What an account must still be allowed to do, to call a route.
  public enum Deed {
    /// To write what others see.
    WRITE,
    /// To read, to keep one's own things in order, to go.
    READ,
    /// To sign out.
    SIGN_OUT
  }

  /// What is done with the body.
  enum BodyKind {
    /// Read whole, bounded, before the handler runs.
    WHOLE,
    /// Read by the handler as it arrives.
    STREAMED
  }

  private final HttpMethod method;
  private final String path;
  private final String title;
  private final @Nullable Handler handler;
  private final @Nullable ParkingHandler parking;
  private Access access = Access.USER;
  private BodyKind bodyKind = BodyKind.WHOLE;
  private long bodyBytesMax = BODY_BYTES_MAX;
  private boolean emptyBody;
  private RateClass rateClass = RateClass.ORDINARY;
  private Deed deed;
  private boolean guests;
  private String noted = "";
  private boolean notedHourly;
  private Shape takes;
  private Reading reading;
  private Optional<Shape> answers = Optional.empty();
  private Optional<String> takesType = Optional.empty();
  private Optional<String> answersType = Optional.empty();
  private final List<Shape.Part> asks = new ArrayList<>();

  private Route(
      HttpMethod method,
      String path,
      String title,
      @Nullable Handler handler,
      @Nullable ParkingHandler parking) {
    this.method = method;
    this.path = path;
    this.title = title;
    this.handler = handler;
    this.parking = parking;
    this.takes = path.startsWith(OpenApi.PREFIX) ? Shape.object() : Shape.anything();
    this.reading = new Reading(method + " " + path, takes);
    this.deed = method.equals(HttpMethod.GET) ? Deed.READ : Deed.WRITE;
  }

  /// `title` is what the route does, in a few words, for documentation and logs.
  public static Route get(String path, String title, Handler handler) {
    return new Route(HttpMethod.GET, path, title, handler, null);
  }

  public static Route put(String path, String title, Handler handler) {
    return new Route(HttpMethod.PUT, path, title, handler, null);
  }

  public static Route post(String path, String title, Handler handler) {
    return new Route(HttpMethod.POST, path, title, handler, null);
  }

  public static Route patch(String path, String title, Handler handler) {
    return new Route(HttpMethod.PATCH, path, title, handler, null);
  }

  public static Route delete(String path, String title, Handler handler) {
    return new Route(HttpMethod.DELETE, path, title, handler, null);
  }

  /// A `GET` whose answer may take its time: see `ParkingHandler`.
  public static Route parking(String path, String title, ParkingHandler handler) {
    return new Route(HttpMethod.GET, path, title, null, handler);
  }

  /// The same with a body.
  public static Route parkingPost(String path, String title, ParkingHandler handler) {
    return new Route(HttpMethod.POST, path, title, null, handler);
  }

  /// Anyone may call it; a token is not looked at.
  public Route open() {
    access = Access.OPEN;
    return this;
  }

  /// Anyone may call it; a token that is shown must be valid.
  public Route optional() {
    access = Access.OPTIONAL;
    return this;
  }

  /// The most bytes of body that are read; beyond, `M_TOO_LARGE`.
  public Route bodyMax(long bytes) {
    bodyBytesMax = bytes;
    return this;
  }

  /// An absent body reads as `{}`.
  public Route emptyBody() {
    emptyBody = true;
    return this;
  }

  /// The handler reads the body itself, from `call.stream()`. The limit of `bodyMax` does not
  /// apply: the handler bounds it.
  public Route streamed() {
    bodyKind = BodyKind.STREAMED;
    return this;
  }

  public Route costs(RateClass rateClass) {
    this.rateClass = rateClass;
    return this;
  }

  /// It publishes nothing: suspended accounts may call it, as they may whatever is a `GET`.
  /// spec: cs-api#account-suspension
  public Route quiet() {
    deed = Deed.READ;
    return this;
  }

  /// Locked accounts may call it.
  /// spec: cs-api#account-locking
  public Route out() {
    deed = Deed.SIGN_OUT;
    return this;
  }

  /// Whoever calls it looks at something sensitive: it is noted before it is answered.
  ///
  /// @param deed what they do, in a few words that stay
  public Route noted(String deed) {
    noted = deed;
    return this;
  }

  /// The same of what an open page reads again by itself: one line tells of an hour of it.
  public Route notedHourly(String deed) {
    notedHourly = true;
    return noted(deed);
  }

  /// What its body is to be, told to who writes a client. Of what the house has beside Matrix a
  /// field that is not told is none.
  public Route takes(Shape shape) {
    takes = shape;
    reading = new Reading(method + " " + path, shape);
    return this;
  }

  /// The same of a body that is no JSON.
  public Route takes(String type) {
    takesType = Optional.of(type);
    return this;
  }

  /// The same of a form of the web.
  public Route takesForm(Shape shape) {
    return takes(shape).takes(FORM);
  }

  /// What it tells of its body, field by field.
  public Stream<Shape.Part> told() {
    return reading.told();
  }

  /// What was read of it, where assertions are on.
  public Stream<Shape.Part> read() {
    return reading.read();
  }

  Reading reading() {
    return reading;
  }

  /// What it answers when it succeeds.
  public Route answers(Shape shape) {
    answers = Optional.of(shape);
    return this;
  }

  /// The same of what is no JSON.
  public Route answers(String type) {
    answersType = Optional.of(type);
    return this;
  }

  /// What its query may say.
  public Route asks(Shape.Part... parts) {
    asks.addAll(List.of(parts));
    return this;
  }

  Shape takes() {
    return takes;
  }

  Optional<String> takesType() {
    return takesType;
  }

  Optional<Shape> answers() {
    return answers;
  }

  Optional<String> answersType() {
    return answersType;
  }

  List<Shape.Part> asks() {
    return asks;
  }

  boolean readsBody() {
    boolean isBare = method.equals(HttpMethod.DELETE) && emptyBody && takes.parts().isEmpty();
    return !method.equals(HttpMethod.GET) && !isBare;
  }

  /// What is noted of a call; empty: nothing.
  public String noted() {
    return noted;
  }

  /// Whether one line tells of an hour.
  boolean isNotedHourly() {
    return notedHourly;
  }

  /// Guests may call it.
  /// spec: cs-api#guest-access
  public Route guests() {
    guests = true;
    return this;
  }

  public String method() {
    return method.name();
  }

  public String path() {
    return path;
  }

  public String title() {
    return title;
  }

  /// Whether a token is needed.
  public boolean needsToken() {
    return access == Access.USER;
  }

  HttpMethod verb() {
    return method;
  }

  Access access() {
    return access;
  }

  BodyKind bodyKind() {
    return bodyKind;
  }

  long bodyBytesMax() {
    return bodyBytesMax;
  }

  boolean allowsEmptyBody() {
    return emptyBody;
  }

  Deed deed() {
    return deed;
  }

  /// Whether it puts something before others in a room or a space: whoever does that has accepted
  /// the terms of use.
  boolean isPublishing() {
    boolean dear =
        switch (rateClass) {
          case MESSAGE, JOIN, UPLOAD -> true;
          default -> false;
        };
    return dear
        && deed == Deed.WRITE
        && (path.startsWith("/_matrix/") || path.startsWith("/api/v1/spaces"));
  }

  /// Whether guests may call it: they read whatever strangers may.
  public boolean isForGuests() {
    boolean forStrangers = access == Access.OPTIONAL && method.equals(HttpMethod.GET);
    return guests || forStrangers || deed == Deed.SIGN_OUT;
  }

  RateClass rateClass() {
    return rateClass;
  }

  @Nullable Handler handler() {
    return handler;
  }

  @Nullable ParkingHandler parkingHandler() {
    return parking;
  }
}
