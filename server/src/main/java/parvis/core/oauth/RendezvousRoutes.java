package parvis.core.oauth;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.RateLimits;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonObject;

/// Where a device that signs in by a QR code meets the one that is signed in, as Element X calls
/// it. Anybody may call these: what the devices say there they encrypt, and trust by what they saw.
///
/// spec: MSC4108, insecure rendezvous session
final class RendezvousRoutes {
  private static final String PATH = "/_matrix/client/unstable/org.matrix.msc4108/rendezvous";

  private static final String PLAIN = "text/plain";

  /// spec: RFC 9110, 5.6.7
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Rendezvous places;
  private final String publicAddress;

  RendezvousRoutes(Rendezvous places, String publicAddress) {
    this.places = places;
    this.publicAddress = publicAddress;
  }

  List<Route> all() {
    var one = PATH + "/{sessionId}";
    return List.of(
        post(PATH, "Open a place where two devices meet", this::make)
            .open()
            .bodyMax(Rendezvous.PAYLOAD_BYTES_MAX)
            .costs(RateClass.LOGIN),
        get(one, "Read what the other device left", this::read).open(),
        put(one, "Leave something for the other device", this::leave)
            .open()
            .bodyMax(Rendezvous.PAYLOAD_BYTES_MAX),
        delete(one, "Close a place where two devices meet", this::end).open());
  }

  private Reply make(Call call) {
    checkType(call);
    var place = places.make(call.bytes(), RateLimits.addressKey(call.remoteAddress()));
    var url = publicAddress + PATH + "/" + place.id();
    return told(Reply.json(201, JsonObject.of("url", url)), place);
  }

  private Reply read(Call call) {
    var place = places.find(call.path("sessionId")).orElseThrow(Refused::notFound);
    var known = call.header("If-None-Match").filter(quoted(place.tag())::equals);
    return told(
        known.isPresent()
            ? Reply.bytes(304, "", List.of())
            : Reply.bytes(200, PLAIN, List.of(place.payload())),
        place);
  }

  private Reply leave(Call call) {
    checkType(call);
    var seen =
        call.header("If-Match")
            .orElseThrow(() -> Refused.missingParam("If-Match: what has been seen?"));
    return switch (places.leave(call.path("sessionId"), tag(seen), call.bytes())) {
      case Rendezvous.Left.Done(var place) -> told(Reply.bytes(202, "", List.of()), place);
      case Rendezvous.Left.Overtaken(var place) -> told(overtaken(), place);
      case Rendezvous.Left.Nowhere() -> throw Refused.notFound();
    };
  }

  private static Reply overtaken() {
    return Reply.json(
        412,
        JsonObject.of(
            "errcode",
            "M_UNKNOWN",
            "org.matrix.msc4108.errcode",
            "M_CONCURRENT_WRITE",
            "error",
            "Something else was left here meanwhile"));
  }

  private Reply end(Call call) {
    if (!places.end(call.path("sessionId"))) {
      throw Refused.notFound();
    }
    return Reply.bytes(204, "", List.of());
  }

  private static void checkType(Call call) {
    var type =
        call.header("Content-Type")
            .filter(named -> !named.isBlank())
            .orElseThrow(() -> Refused.missingParam("Content-Type is missing"));
    if (!type.split(";", 2)[0].strip().equalsIgnoreCase(PLAIN)) {
      throw Refused.invalidParam("What devices say to each other is text/plain");
    }
  }

  private static String quoted(String tag) {
    return "\"" + tag + "\"";
  }

  /// One strong tag.
  private static String tag(String header) {
    if (header.length() < 2
        || !header.startsWith("\"")
        || !header.endsWith("\"")
        || header.indexOf('"', 1) != header.length() - 1) {
      throw Refused.invalidParam("If-Match is the ETag of what was read last");
    }
    return header.substring(1, header.length() - 1);
  }

  /// What every answer tells of a place; nothing between keeps it or changes it.
  private static Reply told(Reply reply, Rendezvous.Place place) {
    return reply
        .header("ETag", quoted(place.tag()))
        .header("Expires", date(place.expiresMs()))
        .header("Last-Modified", date(place.modifiedMs()))
        .header("Cache-Control", "no-store, no-transform")
        .header("Pragma", "no-cache")
        .header("Access-Control-Expose-Headers", "ETag");
  }

  private static String date(long millis) {
    return DATE.format(Instant.ofEpochMilli(millis));
  }
}
