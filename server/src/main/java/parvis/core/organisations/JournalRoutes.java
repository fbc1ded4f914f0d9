package parvis.core.organisations;

import static parvis.platform.http.Route.get;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import parvis.base.Cells;
import parvis.core.organisations.Remits.Remit;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Both journals, what was done and what was looked at, by pages and as files: of an organisation,
/// or of the whole server.
final class JournalRoutes {
  /// Below which an organisation is named by the query.
  static final String ALL = "/api/v1/journals/";

  private static final String DEEDS = ALL + "deeds";
  private static final String ACCESSES = ALL + "accesses";

  /// Lines of one file, the latest; the next one is asked for by `before`.
  private static final int FILE_MAX = 50_000;

  private static final List<String> COLUMNS =
      List.of("at", "by", "name", "organisation", "deed", "about", "address");

  private final Db db;
  private final Remits remits;
  private final Journal journal;
  private final Accesses accesses;

  JournalRoutes(Db db, Remits remits, Journal journal, Accesses accesses) {
    this.db = db;
    this.remits = remits;
    this.journal = journal;
    this.accesses = accesses;
  }

  Routes table() {
    return Routes.of(
        get(DEEDS, "What administrators did", call -> page(call, this::deeds))
            .answers(Shapes.LINES)
            .noted("read journal"),
        get(DEEDS + ".csv", "The same as a table", call -> file(call, "deeds", this::deeds))
            .answers("text/csv")
            .noted("export journal")
            .costs(RateClass.JOIN),
        get(ACCESSES, "Who looked at what is sensitive", call -> page(call, accesses::of))
            .answers(Shapes.LINES)
            .noted("read accesses"),
        get(ACCESSES + ".csv", "The same as a table", call -> file(call, "accesses", accesses::of))
            .answers("text/csv")
            .noted("export accesses")
            .costs(RateClass.JOIN));
  }

  /// One of the two.
  private interface Source {
    List<Journal.Line> lines(Tx tx, Remit remit, long before, int max);
  }

  private List<Journal.Line> deeds(Tx tx, Remit remit, long before, int max) {
    return journal.of(tx, remit, before, max);
  }

  private List<Journal.Line> lines(Call call, Source source, int max) {
    var remit = remits.in(call.actor(), call.query("organisation"));
    long before = call.queryLong("before").orElse(Long.MAX_VALUE);
    return db.read(tx -> source.lines(tx, remit, before, max));
  }

  private Reply page(Call call, Source source) {
    var lines = lines(call, source, Journal.PAGE_MAX);
    var told = lines.stream().map(JournalRoutes::told).toArray();
    var people = JsonObject.builder();
    var server = call.actor().user().server();
    db.read(tx -> Journal.people(tx, server, lines))
        .forEach(one -> people.put(one.id(), told(one)));
    return Reply.fields("lines", JsonArray.of(told), "people", people.build());
  }

  private static JsonObject told(Journal.Told one) {
    return JsonObject.builder().putIf("name", one.name()).put("ended", one.ended()).build();
  }

  private static JsonObject told(Journal.Line line) {
    return JsonObject.builder()
        .put("at", line.atMs())
        .put("by", line.by())
        .putIf("name", line.name())
        .put("deed", line.deed())
        .put("about", line.about())
        .put("names", JsonArray.of(line.named().toArray()))
        .putIf("organisation", line.organisation())
        .putIf("address", line.address())
        .build();
  }

  private Reply file(Call call, String name, Source source) {
    var rows =
        lines(call, source, FILE_MAX).stream()
            .map(
                line ->
                    Cells.row(
                        List.of(
                            Instant.ofEpochMilli(line.atMs()).toString(),
                            line.by(),
                            line.name().orElse(""),
                            line.organisation().orElse(""),
                            line.deed(),
                            line.about(),
                            line.address().orElse(""))))
            .collect(Collectors.joining());
    var file = String.format(Locale.ROOT, "attachment; filename=\"%s.csv\"", name);
    return Reply.text(200, "text/csv; charset=utf-8", Cells.row(COLUMNS) + rows)
        .header("Content-Disposition", file);
  }
}
