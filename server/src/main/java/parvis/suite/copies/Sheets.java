package parvis.suite.copies;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import parvis.base.Language;
import parvis.base.Markup;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonBoolean;
import parvis.protocol.json.JsonDecimal;
import parvis.protocol.json.JsonInteger;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;

/// The pages of a copy: plain, without a script, and asking nobody for anything. Whatever somebody
/// wrote is text in them and never markup.
final class Sheets {
  private static final String STYLE =
      """
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
        color-scheme: light dark; overflow-wrap: anywhere }
      dt { font-weight: 600 } dd { margin: 0 0 .6rem 1rem } time { color: GrayText }
      table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .3rem .6rem .3rem 0;
        border-bottom: 1px solid GrayText; vertical-align: top } .said { white-space: pre-wrap; margin: 0 0 1rem }
      """;

  /// What the fields of a copy are called, in French and in English; others keep their names.
  private static final Map<String, List<String>> WORDS =
      Map.ofEntries(
          Map.entry("account", List.of("Compte", "Account")),
          Map.entry("profile", List.of("Profil", "Profile")),
          Map.entry("addresses", List.of("Adresses de courriel", "E-mail addresses")),
          Map.entry("devices", List.of("Appareils et sessions", "Devices and sessions")),
          Map.entry("second_factors", List.of("Deuxième facteur", "Second factor")),
          Map.entry("app_ts", List.of("Application de codes depuis", "Code app since")),
          Map.entry("recovery_codes", List.of("Codes de secours restants", "Recovery codes left")),
          Map.entry("passkeys", List.of("Clés d'accès", "Passkeys")),
          Map.entry("used_ts", List.of("Servi le", "Used on")),
          Map.entry("posts", List.of("Affectations", "Posts")),
          Map.entry("claims", List.of("Demandes de rattachement", "Claims")),
          Map.entry("terms", List.of("Conditions acceptées", "Terms accepted")),
          Map.entry("version", List.of("Version", "Version")),
          Map.entry("accepted_ts", List.of("Acceptée le", "Accepted on")),
          Map.entry("reports", List.of("Signalements", "Reports")),
          Map.entry("objections", List.of("Oppositions", "Objections")),
          Map.entry(
              "pushers",
              List.of("Notifications hors de la page", "Notifications outside the page")),
          Map.entry("account_data", List.of("Réglages et notes", "Settings and notes")),
          Map.entry("user_id", List.of("Identifiant", "Id")),
          Map.entry("created_ts", List.of("Créé le", "Made on")),
          Map.entry("admin", List.of("Administre le serveur", "Administers the server")),
          Map.entry(
              "terms_version", List.of("Conditions acceptées, version", "Terms accepted, version")),
          Map.entry("terms_accepted_ts", List.of("Conditions acceptées le", "Terms accepted on")),
          Map.entry("displayname", List.of("Nom", "Name")),
          Map.entry("avatar_url", List.of("Image", "Picture")),
          Map.entry("address", List.of("Adresse", "Address")),
          Map.entry("proven_ts", List.of("Prouvée le", "Proven on")),
          Map.entry("added_ts", List.of("Ajoutée le", "Added on")),
          Map.entry("device_id", List.of("Appareil", "Device")),
          Map.entry("display_name", List.of("Nom de l'appareil", "Name of the device")),
          Map.entry("last_seen_ts", List.of("Vu le", "Seen on")),
          Map.entry(
              "last_seen_ip", List.of("Vu à l'adresse réseau", "Seen at the network address")),
          Map.entry("organisation", List.of("Organisation", "Organisation")),
          Map.entry("label", List.of("Sigle", "Label")),
          Map.entry("role", List.of("Rôle", "Role")),
          Map.entry("ground", List.of("Motif", "Ground")),
          Map.entry("sponsor", List.of("Référent", "Sponsor")),
          Map.entry("since_ts", List.of("Depuis", "Since")),
          Map.entry("until_ts", List.of("Jusqu'au", "Until")),
          Map.entry("ends_ts", List.of("Fin prévue", "Planned end")),
          Map.entry("wish", List.of("Demande", "Claim")),
          Map.entry("decided_ts", List.of("Décidée le", "Decided on")),
          Map.entry("reason", List.of("Raison", "Reason")),
          Map.entry("received_ts", List.of("Reçu le", "Received on")),
          Map.entry("room_id", List.of("Salon", "Room")),
          Map.entry("event_id", List.of("Message", "Message")),
          Map.entry("about_user_id", List.of("Au sujet de", "About")),
          Map.entry("type", List.of("Type", "Type")),
          Map.entry("content", List.of("Contenu", "Content")));

  private final Language in;
  private final DateTimeFormatter dates;

  Sheets(Language in) {
    this.in = in;
    this.dates =
        DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.of(in.code()))
            .withZone(ZoneOffset.UTC);
  }

  String say(String french, String english) {
    return in.say(french, english);
  }

  /// A whole page.
  ///
  /// @param body markup
  String page(String title, String body) {
    var escaped = Markup.escaped(title);
    return """
        <!doctype html>
        <html lang="%s">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>%s</title>
        <style>%s</style>
        </head>
        <body>
        <main>
        <h1>%s</h1>
        %s
        </main>
        </body>
        </html>
        """
        .formatted(in.code(), escaped, STYLE, escaped, body);
  }

  String heading(String text) {
    return "<h2>" + Markup.escaped(text) + "</h2>\n";
  }

  String paragraph(String text) {
    return "<p>" + Markup.escaped(text) + "</p>\n";
  }

  String link(String to, String text) {
    return "<a href=\"" + Markup.escaped(to) + "\">" + Markup.escaped(text) + "</a>";
  }

  String date(long ms) {
    return "<time>" + Markup.escaped(dates.format(Instant.ofEpochMilli(ms))) + "</time>";
  }

  String word(String field) {
    var words = WORDS.get(field);
    return words == null ? field : words.get(in == Language.FRENCH ? 0 : 1);
  }

  /// A table; its cells are markup.
  String table(List<String> head, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return paragraph(say("Rien.", "Nothing."));
    }
    var table = new StringBuilder("<table>\n<tr>");
    head.forEach(
        name -> table.append("<th scope=\"col\">").append(Markup.escaped(name)).append("</th>"));
    for (var row : rows) {
      table.append("</tr>\n<tr>");
      row.forEach(cell -> table.append("<td>").append(cell).append("</td>"));
    }
    return table.append("</tr>\n</table>\n").toString();
  }

  /// Any value, as lists of names and values.
  ///
  /// @param field what it is the value of
  String value(String field, JsonValue value) {
    return switch (value) {
      case JsonObject object -> object(object);
      case JsonArray array -> array(field, array);
      case JsonString(String text) -> Markup.escaped(text);
      case JsonInteger(long number) when field.endsWith("_ts") -> date(number);
      case JsonBoolean(boolean yes) -> yes ? say("oui", "yes") : say("non", "no");
      case JsonInteger _, JsonDecimal _, JsonNull _ -> Markup.escaped(value.toString());
    };
  }

  private String object(JsonObject object) {
    var list = new StringBuilder("<dl>");
    for (var entry : object.entries()) {
      list.append("<dt>")
          .append(Markup.escaped(word(entry.name())))
          .append("</dt><dd>")
          .append(value(entry.name(), entry.value()))
          .append("</dd>\n");
    }
    return object.isEmpty() ? paragraph(say("Rien.", "Nothing.")) : list.append("</dl>").toString();
  }

  private String array(String field, JsonArray array) {
    var list = new StringBuilder("<ol>");
    array.values().forEach(one -> list.append("<li>").append(value(field, one)).append("</li>\n"));
    return array.isEmpty() ? paragraph(say("Rien.", "Nothing.")) : list.append("</ol>").toString();
  }
}
