package parvis.suite.arrivals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parvis.base.Language;
import parvis.suite.arrivals.ImportStore.Line;
import parvis.suite.arrivals.ImportStore.Outcome;

/// What became of each line, as a table that spreadsheets open.
final class ReportFile {
  /// By which spreadsheets tell that it is UTF-8.
  private static final String BYTE_ORDER_MARK = "\ufeff";

  /// What a spreadsheet takes for the beginning of a formula.
  private static final String FORMULA = "=+-@\t\r";

  private final Language language;

  ReportFile(Language language) {
    this.language = language;
  }

  byte[] head() {
    return row(
        BYTE_ORDER_MARK + language.say("ligne", "line"),
        language.say("adresse", "address"),
        language.say("nom", "name"),
        language.say("fonction", "function"),
        language.say("résultat", "outcome"),
        language.say("raison", "reason"));
  }

  byte[] rows(List<Line> lines) {
    var rows = lines.stream().map(this::row).map(row -> new String(row, StandardCharsets.UTF_8));
    return rows.collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] row(Line line) {
    return row(
        Integer.toString(line.number()),
        line.address(),
        line.name(),
        line.function(),
        said(line.outcome()),
        line.outcome() == Outcome.INVALID ? said(fault(line)) : "");
  }

  private static PeopleFile.Fault fault(Line line) {
    return Stream.of(PeopleFile.Fault.values())
        .filter(fault -> fault.word().equals(line.reason()))
        .findFirst()
        .orElseThrow();
  }

  private String said(Outcome outcome) {
    return switch (outcome) {
      case NEW -> language.say("à créer", "to be made");
      case MADE -> language.say("créé", "made");
      case KNOWN -> language.say("déjà là", "there already");
      case ELSEWHERE -> language.say("autre organisation", "another organisation");
      case SHARED ->
          language.say(
              "boîte partagée : chaque personne y ouvre son compte",
              "shared mailbox: everybody opens their own account");
      case DOUBLED -> language.say("déjà plus haut dans le fichier", "earlier in the file already");
      case INVALID -> language.say("à corriger", "to be corrected");
    };
  }

  private String said(PeopleFile.Fault fault) {
    return switch (fault) {
      case ADDRESS -> language.say("ce n'est pas une adresse", "this is no address");
      case NAME ->
          language.say("le nom manque, est trop long ou illisible", "no name, too long or unseen");
      case FUNCTION ->
          language.say("la fonction est trop longue ou illisible", "function too long or unseen");
      case COLUMNS -> language.say("plus de trois colonnes", "more than three columns");
      case QUOTES -> language.say("guillemet mal placé", "a quote out of place");
    };
  }

  private static byte[] row(String... fields) {
    return Stream.of(fields)
        .map(ReportFile::field)
        .collect(Collectors.joining(";", "", "\r\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String field(String text) {
    var formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    var plain = formula ? "'" + text : text;
    var quotes = plain.chars().anyMatch(c -> c == ';' || c == '"' || c == '\n' || c == '\r');
    return quotes ? "\"" + plain.replace("\"", "\"\"") + "\"" : plain;
  }
}
