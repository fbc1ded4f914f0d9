package parvis.core.media;

import static parvis.platform.http.Route.get;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.base.Turnstile;
import parvis.platform.egress.Egress;
import parvis.platform.egress.Outcome;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonObject;

/// What pages are about that people link to, for clients that show it beside the link.
///
/// Whose address it is others decide, so everything goes through the one way out: each redirection
/// is one more request that is held against what may be reached. A page that cannot be had, may not
/// be asked or says nothing looks the same: nobody learns by it what stands in our network.
/// Pictures count among the uploads of whoever asked first.
/// spec: cs-api#get_matrixclientv1mediapreview_url
public final class LinkPreviews {
  static final int URL_CHARS_MAX = 2_000;

  /// The part of a page that is read, and the largest picture.
  static final int PAGE_BYTES_MAX = 512 * 1024;

  static final int PICTURE_BYTES_MAX = 4 * 1024 * 1024;

  /// Redirections that are followed.
  static final int REDIRECTIONS_MAX = 4;

  /// How long one server may take, and how long all of a page, redirections and picture included.
  private static final Duration TIME_MAX = Duration.ofSeconds(6);

  private static final Duration PAGE_TIME_MAX = Duration.ofSeconds(10);

  /// Pages that are looked at at the same time, and how long others wait for their turn.
  private static final int AT_ONCE = 16;

  /// Of them, those of one account.
  private static final int AT_ONCE_OF_ONE = 2;

  private static final Duration TURN_MAX = Duration.ofSeconds(5);

  /// How long, and of how many pages, it is remembered what they say.
  private static final Duration KEPT = Duration.ofHours(1);

  private static final int KEPT_MAX = 500;

  private static final String PURPOSE = "preview";
  private static final String PAGES = "text/html, application/xhtml+xml, image/*;q=0.8";
  private static final String PICTURES = "image/png, image/jpeg, image/gif, image/webp";
  private static final JsonObject NOTHING = JsonObject.EMPTY;

  private final boolean on;
  private final Media media;
  private final Egress egress;
  private final LongSupplier nanos;
  private final Turnstile turns = new Turnstile(AT_ONCE, TURN_MAX);
  private final Map<Long, Integer> looking = new ConcurrentHashMap<>();
  private final Cache<String, CompletableFuture<JsonObject>> known =
      Caffeine.newBuilder().maximumSize(KEPT_MAX).expireAfterWrite(KEPT).build();

  /// @param on whether pages are looked at
  /// @param egress a way out of its own: what is slow here holds up nothing else
  /// @param nanos the clock that only goes forward
  public LinkPreviews(boolean on, Media media, Egress egress, LongSupplier nanos) {
    this.on = on;
    this.media = media;
    this.egress = egress;
    this.nanos = nanos;
  }

  public Routes routes() {
    return Routes.of(
        get("/_matrix/client/v1/media/preview_url", "What a link is about", this::preview)
            .costs(RateClass.SEARCH),
        get("/_matrix/media/v3/preview_url", "What a link is about, as before v1.11", this::preview)
            .costs(RateClass.SEARCH));
  }

  private Reply preview(Call call) {
    if (!on) {
      throw Refused.unrecognized();
    }
    call.queryLong("ts");
    var url = call.query("url").orElseThrow(() -> Refused.missingParam("url is missing."));
    return Reply.json(of(call.actor(), page(url)));
  }

  private static URI page(String url) {
    try {
      var page = new URI(url);
      var scheme = String.valueOf(page.getScheme()).toLowerCase(Locale.ROOT);
      if (url.length() <= URL_CHARS_MAX && (scheme.equals("https") || scheme.equals("http"))) {
        return page;
      }
    } catch (URISyntaxException none) {
      throw notAPage();
    }
    throw notAPage();
  }

  private static Refused notAPage() {
    return Refused.invalidParam(
        "url is an address with http or https of at most " + URL_CHARS_MAX + " characters.");
  }

  /// Of many who ask for one page at once, one looks.
  private JsonObject of(Actor actor, URI page) {
    var mine = new CompletableFuture<JsonObject>();
    var server = actor.user().server().value();
    var theirs = known.asMap().putIfAbsent(server + " " + page, mine);
    if (theirs != null) {
      return theirs.join();
    }
    try {
      mine.complete(inTurn(actor, page));
    } finally {
      if (mine.complete(NOTHING)) {
        known.asMap().remove(server + " " + page, mine);
      }
    }
    return mine.join();
  }

  /// One account does not take the turns of the others.
  private JsonObject inTurn(Actor actor, URI page) {
    var user = actor.userNid();
    if (looking.merge(user, 1, Integer::sum) > AT_ONCE_OF_ONE) {
      done(user);
      throw Refused.limitExceeded(TURN_MAX);
    }
    try {
      return turns.in(() -> look(actor, page, nanos.getAsLong() + PAGE_TIME_MAX.toNanos()));
    } finally {
      done(user);
    }
  }

  private void done(long user) {
    looking.computeIfPresent(user, (_, many) -> many == 1 ? null : many - 1);
  }

  private JsonObject look(Actor actor, URI page, long end) {
    var found = fetch(page, PAGES, PAGE_BYTES_MAX, true, end);
    if (found.isEmpty()) {
      return NOTHING;
    }
    var type = found.get().contentType().toLowerCase(Locale.ROOT);
    if (type.startsWith("image/")) {
      return picture(actor, page, NOTHING, end);
    }
    if (!type.startsWith("text/html") && !type.startsWith("application/xhtml+xml")) {
      return NOTHING;
    }
    var said = LinkedPage.read(found.get().body(), found.get().at(), type);
    var json = JsonObject.builder();
    said.properties().forEach(json::put);
    var words = json.build();
    return said.picture().map(at -> picture(actor, at, words, end)).orElse(words);
  }

  /// Something that was there.
  ///
  /// @param at where, after all redirections
  private record Found(URI at, byte[] body, String contentType) {}

  /// @param end until when it may take, by the clock that only goes forward
  private Optional<Found> fetch(URI from, String accept, int bytesMax, boolean cut, long end) {
    var at = from;
    for (int hop = 0; hop <= REDIRECTIONS_MAX; hop++) {
      var left = Duration.ofNanos(end - nanos.getAsLong());
      if (!left.isPositive()) {
        return Optional.empty();
      }
      var time = left.compareTo(TIME_MAX) < 0 ? left : TIME_MAX;
      var bounds = new Egress.Bounds(time, bytesMax, cut);
      if (!(egress.get(PURPOSE, at, accept, bounds)
          instanceof Outcome.Answered(int status, byte[] body, var type, var location))) {
        return Optional.empty();
      }
      if (status == 200) {
        return Optional.of(new Found(at, body, type));
      }
      var next = status / 100 == 3 ? LinkedPage.resolved(at, location) : Optional.<URI>empty();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      at = next.get();
    }
    return Optional.empty();
  }

  /// The words, and the picture if there is one: what it is its bytes say, and not its server.
  private JsonObject picture(Actor actor, URI from, JsonObject words, long end) {
    var found = fetch(from, PICTURES, PICTURE_BYTES_MAX, false, end);
    var measured = found.flatMap(picture -> Pictures.measured(picture.body()));
    if (measured.isEmpty()) {
      return words;
    }
    var bytes = found.orElseThrow().body();
    var kind = measured.get();
    try {
      var uri = media.keep(actor, "preview-" + digest(bytes), bytes, kind.contentType());
      return words
          .with("og:image", uri.value())
          .with("og:image:type", kind.contentType())
          .with("og:image:width", (long) kind.width())
          .with("og:image:height", (long) kind.height())
          .with("matrix:image:size", (long) bytes.length);
    } catch (IOException | Refused full) {
      return words;
    }
  }

  private static String digest(byte[] bytes) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
