package parvis.suite.copies;

import java.util.Map;
import java.util.Optional;
import parvis.base.Markup;
import parvis.core.rooms.RoomEvent;
import parvis.protocol.json.JsonObject;

/// One event that somebody sent, as their copy tells it.
///
/// @param files the names in the archive of what they uploaded, by address
record Spoken(RoomEvent event, Map<String, String> files) {
  private static final String ENCRYPTED = "m.room.encrypted";

  JsonObject json() {
    var told =
        JsonObject.builder()
            .put("event_id", event.eventId())
            .put("sent_ts", event.ts())
            .put("type", event.type())
            .putIf("state_key", event.stateKey())
            .put("content", content());
    if (event.type().equals(ENCRYPTED)) {
      told.put("encrypted", true);
    }
    return told.putIf("file", file()).build();
  }

  /// About how much it takes in an archive.
  int sizeBytes() {
    return event.bytes().length;
  }

  String html(Sheets in) {
    var said = new StringBuilder(in.date(event.ts()));
    said.append("\n<p class=\"said\">").append(text(in)).append("</p>\n");
    file().ifPresent(name -> said.append("<p>").append(in.link("../" + name, name)).append("</p>"));
    return said.toString();
  }

  private String text(Sheets in) {
    return switch (event.type()) {
      case ENCRYPTED ->
          Markup.escaped(
              in.say(
                  "Message chiffré de bout en bout : Parvis n'en a pas la clé, et ne peut pas en donner"
                      + " le texte. Il se lit dans l'application qui l'a écrit.",
                  "End-to-end encrypted message: Parvis has no key to it and cannot give its text. It"
                      + " can be read in the application that wrote it."));
      case "m.room.message", "m.sticker" -> Markup.escaped(body());
      default ->
          "<code>"
              + Markup.escaped(event.type())
              + "</code> "
              + Markup.escaped(content().toString());
    };
  }

  private String body() {
    return content()
        .object("m.new_content")
        .flatMap(edited -> edited.string("body"))
        .or(() -> content().string("body"))
        .orElse("");
  }

  private Optional<String> file() {
    return content()
        .string("url")
        .or(() -> content().object("file").flatMap(file -> file.string("url")))
        .flatMap(address -> Optional.ofNullable(files.get(address)));
  }

  private JsonObject content() {
    return event.pdu().content();
  }
}
