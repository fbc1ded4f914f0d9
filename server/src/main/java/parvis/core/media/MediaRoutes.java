package parvis.core.media;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.io.IOException;
import java.time.Duration;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.Handler;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.platform.http.Routes;
import parvis.protocol.id.MxcUri;
import parvis.protocol.id.ServerName;

/// The routes of media.
///
/// spec: cs-api#content-repository. The downloads without a token are frozen: all media here is
/// younger than the freeze, so they answer that there is none, unless the operator opened them.
final class MediaRoutes {
  private static final long WAIT_MILLIS_USUAL = 20_000;

  private static final String POLICY =
      "sandbox; default-src 'none'; script-src 'none'; plugin-types application/pdf; "
          + "style-src 'unsafe-inline'; object-src 'self';";

  private static final String KEEP = "private, max-age=31536000, immutable";

  private final Media media;
  private final boolean open;

  /// @param open whether the frozen downloads answer
  MediaRoutes(Media media, boolean open) {
    this.media = media;
    this.open = open;
  }

  Routes routes() {
    String v1 = "/_matrix/client/v1/media";
    String v3 = "/_matrix/media/v3";
    String item = "/{serverName}/{mediaId}";
    String named = item + "/{fileName}";
    return Routes.of(
        post(v3 + "/upload", "Upload a file", this::upload).streamed().costs(RateClass.UPLOAD),
        post("/_matrix/media/v1/create", "Announce an upload", this::create)
            .emptyBody()
            .costs(RateClass.UPLOAD),
        put(v3 + "/upload" + item, "Upload what was announced", this::fulfil)
            .streamed()
            .costs(RateClass.UPLOAD),
        get(v1 + "/config", "Read the limits of media", this::config),
        get(v3 + "/config", "Read the limits of media, as before v1.11", this::config),
        get(v1 + "/download" + item, "Download a file", this::download)
            .guests()
            .costs(RateClass.MEDIA),
        get(v1 + "/download" + named, "Download a file under a name", this::downloadNamed)
            .guests()
            .costs(RateClass.MEDIA),
        get(v1 + "/thumbnail" + item, "Download a small picture", this::thumbnail)
            .guests()
            .costs(RateClass.MEDIA),
        frozen(v3 + "/download" + item, "Download without a token", this::download),
        frozen(v3 + "/download" + named, "Download without a token", this::downloadNamed),
        frozen(v3 + "/thumbnail" + item, "Small picture without a token", this::thumbnail));
  }

  private Reply upload(Call call) throws IOException {
    refuseDeclaredLength(call);
    MxcUri uri = media.upload(call.actor(), call.stream(), contentType(call), fileName(call));
    return Reply.fields("content_uri", uri.value());
  }

  private Reply create(Call call) {
    Media.Announced announced = media.announce(call.actor());
    return Reply.fields(
        "content_uri", announced.uri().value(), "unused_expires_at", announced.expiresMs());
  }

  private Reply fulfil(Call call) throws IOException {
    refuseDeclaredLength(call);
    media.fulfil(call.actor(), uri(call), call.stream(), contentType(call), fileName(call));
    return Reply.empty();
  }

  private Reply config(Call call) {
    return Reply.fields(
        "m.upload.size", media.bytesMax(), "fr.parvis.photographs", media.readsPhotographs());
  }

  private Reply download(Call call) {
    MediaStore.Item item = media.item(uri(call), patience(call));
    return download(call, item, item.fileName());
  }

  private Reply downloadNamed(Call call) {
    return download(call, media.item(uri(call), patience(call)), call.path("fileName"));
  }

  private Reply download(Call call, MediaStore.Item item, String fileName) {
    Reply reply =
        Reply.ranged(
            call, item.contentType(), media.file(item.hash()), item.sizeBytes(), item.hash());
    return given(call, reply)
        .header("Content-Disposition", Disposition.of(item.contentType(), fileName));
  }

  private Reply thumbnail(Call call) {
    boolean crop =
        switch (call.query("method").orElse("scale")) {
          case "crop" -> true;
          case "scale" -> false;
          default -> throw Refused.invalidParam("\"method\" must be crop or scale");
        };
    boolean animated = call.queryBool("animated").orElse(false);
    Thumbnails.Size size = Thumbnails.size(side(call, "width"), side(call, "height"), crop);
    MediaStore.Item item = media.item(uri(call), patience(call));
    MediaStore.Small small = media.thumbnail(item, size, animated);
    String extension =
        switch (small.contentType()) {
          case "image/png" -> "png";
          case "image/gif" -> "gif";
          default -> "jpg";
        };
    Reply reply =
        Reply.ranged(
            call, small.contentType(), media.file(small.hash()), small.sizeBytes(), small.hash());
    return given(call, reply)
        .header("Content-Disposition", "inline; filename=\"thumbnail." + extension + "\"");
  }

  private Route frozen(String path, String title, Handler handler) {
    Handler answer =
        open
            ? handler
            : _ -> {
              throw Refused.notFound("Media is given to those who are signed in");
            };
    return get(path, title, answer).open().costs(RateClass.MEDIA);
  }

  private Reply given(Call call, Reply reply) {
    call.maybeActor().ifPresent(actor -> media.give(actor, reply.fileBytes()));
    return guarded(reply);
  }

  /// What keeps media from acting as a page of ours.
  private static Reply guarded(Reply reply) {
    return reply
        .header("Content-Security-Policy", POLICY)
        .header("Cross-Origin-Resource-Policy", "cross-origin")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", KEEP);
  }

  private static long side(Call call, String name) {
    long side =
        call.queryLong(name).orElseThrow(() -> Refused.missingParam("\"" + name + "\" is missing"));
    if (side <= 0) {
      throw Refused.invalidParam("\"" + name + "\" must be positive");
    }
    return side;
  }

  private void refuseDeclaredLength(Call call) {
    if (call.contentLength().orElse(0) > media.bytesMax()) {
      throw Refused.tooLarge("Files have at most " + media.bytesMax() + " bytes here");
    }
    media.checkRoom(call.actor(), call.contentLength().orElse(0));
  }

  private static String contentType(Call call) {
    return call.header("Content-Type").orElse(Disposition.UNKNOWN_TYPE);
  }

  private static String fileName(Call call) {
    return call.query("filename").orElse("");
  }

  private static Duration patience(Call call) {
    long millis = call.queryLong("timeout_ms").orElse(WAIT_MILLIS_USUAL);
    return Duration.ofMillis(Math.clamp(millis, 0, Media.WAIT_MAX.toMillis()));
  }

  private static MxcUri uri(Call call) {
    return ServerName.parse(call.path("serverName"))
        .flatMap(server -> MxcUri.of(server, call.path("mediaId")))
        .orElseThrow(() -> Refused.notFound("There is no such media"));
  }
}
