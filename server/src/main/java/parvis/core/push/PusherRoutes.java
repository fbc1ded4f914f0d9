package parvis.core.push;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Optional;
import parvis.base.Refused;
import parvis.core.identity.Addresses;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.Address;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// One's own pushers: which devices are told of what happens while they sleep.
/// spec: cs-api#post_matrixclientv3pushersset
final class PusherRoutes {
  private static final int APP_ID_CHARS_MAX = 64;
  private static final int PUSHKEY_BYTES_MAX = 512;
  private static final int NAME_CHARS_MAX = 255;
  private static final int URL_CHARS_MAX = 2_048;
  private static final int AUTH_CHARS_MAX = 64;
  private static final int DATA_BYTES_MAX = 8_192;
  private static final String PATH = "/_matrix/push/v1/notify";

  private final Pushers pushers;
  private final Addresses addresses;
  private final ZoneId house;

  /// @param house where it is
  PusherRoutes(Pushers pushers, Addresses addresses, ZoneId house) {
    this.pushers = pushers;
    this.addresses = addresses;
    this.house = house;
  }

  Routes table() {
    return Routes.of(
        get("/_matrix/client/v3/pushers", "One's pushers", this::list),
        post("/_matrix/client/v3/pushers/set", "Set or remove a pusher", this::set).quiet());
  }

  private Reply list(Call call) {
    var mine = pushers.of(call.actor().userNid()).stream().map(Pusher::json).toArray();
    return Reply.json(JsonObject.of("pushers", JsonArray.of(mine)));
  }

  private Reply set(Call call) {
    var body = call.body();
    var appId = body.string("app_id", APP_ID_CHARS_MAX);
    var pushkey = pushkey(body);
    if (body.json().get("kind") instanceof JsonNull) {
      pushers.remove(call.actor().userNid(), appId, pushkey);
      return Reply.empty();
    }
    var kind = body.string("kind");
    var data =
        switch (kind) {
          case Pusher.HTTP -> data(body);
          case Pusher.BROWSER -> subscribed(pushkey, body);
          case Pusher.EMAIL -> mailed(call.actor().userNid(), pushkey, body);
          default ->
              throw Refused.invalidParam("There are pushers of the kinds http, email and webpush.");
        };
    var wish =
        new Pushers.Wish(
            call.actor().userNid(),
            call.actor().session(),
            kind,
            appId,
            pushkey,
            body.string("app_display_name", NAME_CHARS_MAX),
            body.string("device_display_name", NAME_CHARS_MAX),
            body.optionalString("profile_tag", NAME_CHARS_MAX).orElse(null),
            body.string("lang", NAME_CHARS_MAX),
            data);
    pushers.set(wish, !body.bool("append", false) && !isShared(wish));
    return Reply.empty();
  }

  /// Whether others read what is sent there, who have pushers of their own for it.
  private boolean isShared(Pushers.Wish wish) {
    return wish.kind().equals(Pusher.EMAIL)
        && addresses
            .sharer(wish.user())
            .map(one -> one.address().value())
            .filter(wish.pushkey()::equals)
            .isPresent();
  }

  private static String pushkey(Body body) {
    var pushkey = body.string("pushkey", PUSHKEY_BYTES_MAX);
    if (pushkey.getBytes(StandardCharsets.UTF_8).length > PUSHKEY_BYTES_MAX) {
      throw Refused.invalidParam("A pushkey has at most " + PUSHKEY_BYTES_MAX + " bytes.");
    }
    return pushkey;
  }

  private static JsonObject data(Body body) {
    var data = new Body(body.object("data"));
    if (!isGateway(data.string("url", URL_CHARS_MAX))) {
      throw Refused.invalidParam("The url of a pusher is https://…" + PATH + ".");
    }
    if (!data.optionalString("format").map(Pusher::isFormat).orElse(true)) {
      throw Refused.invalidParam("There is no such format of notifications.");
    }
    if (JsonWriter.write(data.json()).length > DATA_BYTES_MAX) {
      throw Refused.invalidParam("The data of a pusher has at most " + DATA_BYTES_MAX + " bytes.");
    }
    return data.json();
  }

  /// A browser's subscription, of which nothing else is kept.
  private JsonObject subscribed(String pushkey, Body body) {
    var data = new Body(body.object("data"));
    var url = data.string("url", URL_CHARS_MAX);
    var auth = data.string("auth", AUTH_CHARS_MAX);
    if (web(url).isEmpty()) {
      throw Refused.invalidParam("The url of a browser is that of its push service, https://….");
    }
    if (AgentKeys.of(pushkey, auth).isEmpty()) {
      throw Refused.invalidParam("The keys of a browser are the p256dh and auth that it gives.");
    }
    return Hours.of(data.json().without("daily_hour"), house)
        .json()
        .with("url", url)
        .with("auth", auth)
        .with("names", data.bool("names", false));
  }

  /// Mails go to addresses that their reader has proven, or shares, and in the form that they have
  /// here.
  private JsonObject mailed(long user, String pushkey, Body body) {
    if (Address.parse(pushkey)
        .filter(address -> address.value().equals(pushkey))
        .flatMap(address -> addresses.reach(user, address))
        .isEmpty()) {
      throw Refused.invalidParam("The pushkey is no e-mail address of this account.");
    }
    return Hours.of(body.optionalObject("data").orElse(JsonObject.EMPTY), house).json();
  }

  private static boolean isGateway(String url) {
    return web(url).filter(uri -> PATH.equals(uri.getRawPath())).isPresent();
  }

  /// An address that may be asked; empty when it is none.
  private static Optional<URI> web(String url) {
    try {
      return Optional.of(new URI(url))
          .filter(uri -> "https".equalsIgnoreCase(uri.getScheme()))
          .filter(uri -> uri.getHost() != null)
          .filter(uri -> uri.getRawUserInfo() == null && uri.getRawFragment() == null);
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }
}
