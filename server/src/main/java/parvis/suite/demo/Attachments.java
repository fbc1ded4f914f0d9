package parvis.suite.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;
import parvis.base.Actor;
import parvis.core.media.Media;
import parvis.protocol.json.JsonObject;

/// Files and pictures of messages that are written `[gauge|name.png] words`, the words being
/// optional; the kind `file` is a paper, any other a drawing.
final class Attachments {
  private static final Pattern FORM = Pattern.compile("\\[(\\w+)\\|([^\\]]+)](?: (.+))?");
  private static final String PNG = "image/png";

  private final Media media;

  Attachments(Media media) {
    this.media = media;
  }

  /// The content of such a message, its bytes uploaded; empty for ordinary words.
  /// spec: cs-api#mfile, cs-api#mimage
  Optional<JsonObject> content(Actor actor, String words) {
    var found = FORM.matcher(words);
    if (!found.matches()) return Optional.empty();
    var name = found.group(2);
    var content =
        found.group(1).equals("file") ? file(actor, name) : picture(actor, found.group(1), name);
    var said = Optional.ofNullable(found.group(3)).orElse(name);
    return Optional.of(
        content.with("body", said).with("filename", name).with("m.mentions", JsonObject.EMPTY));
  }

  private JsonObject file(Actor actor, String name) {
    var paper = Paper.named(name);
    var info = JsonObject.of("mimetype", paper.contentType(), "size", (long) paper.bytes().length);
    return JsonObject.of(
        "msgtype",
        "m.file",
        "url",
        upload(actor, paper.bytes(), paper.contentType(), name),
        "info",
        info);
  }

  private JsonObject picture(Actor actor, String kind, String name) {
    var png = Drawing.picture(kind);
    var info =
        JsonObject.of(
            "mimetype",
            PNG,
            "size",
            (long) png.bytes().length,
            "w",
            png.width(),
            "h",
            png.height());
    return JsonObject.of(
        "msgtype", "m.image", "url", upload(actor, png.bytes(), PNG, name), "info", info);
  }

  /// Somebody's own picture, uploaded.
  String face(Actor actor, String motif) {
    return upload(actor, Drawing.face(motif).bytes(), PNG, motif + ".png");
  }

  private String upload(Actor actor, byte[] bytes, String contentType, String name) {
    try {
      return media.upload(actor, new ByteArrayInputStream(bytes), contentType, name).value();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
