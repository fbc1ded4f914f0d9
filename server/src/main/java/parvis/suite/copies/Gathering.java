package parvis.suite.copies;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.base.Markup;
import parvis.core.media.Media;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomView;
import parvis.core.rooms.UserRooms.Standing;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;
import parvis.protocol.room.PowerLevels;

/// Writes the archive of one person.
final class Gathering {
  /// Messages of one page, and what they may take in memory.
  private static final int PAGE_EVENTS_MAX = 1_000;

  private static final long PAGE_BYTES_MAX = 4_000_000;

  /// Files of one archive; a person with more is told so in it.
  private static final int FILES_MAX = 100_000;

  private static final long ANIMATION = 100;
  private static final long MODERATION = 50;

  /// What is told while it is written.
  interface Progress {
    /// How large the files are that will be in it.
    void needs(long bytes) throws IOException;

    /// So many steps of all are done.
    void step(int done, int total) throws IOException;
  }

  /// A file as it stands in the archive.
  private record Kept(Media.Upload upload, String name) {}

  /// A room as it is told of, and where its messages stand.
  private record Told(JsonObject room, String name, List<String> pages, int messages) {}

  private final CopiesFeature.Needs needs;
  private final Actor actor;
  private final Sheets sheets;
  private final Archive archive;
  private final Progress progress;
  private final List<Kept> files = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  private boolean moreFiles;

  private Gathering(
      CopiesFeature.Needs needs, Actor actor, Sheets sheets, Archive archive, Progress progress) {
    this.needs = needs;
    this.actor = actor;
    this.sheets = sheets;
    this.archive = archive;
    this.progress = progress;
  }

  static void write(
      CopiesFeature.Needs needs, Actor actor, Language in, Path file, Progress progress)
      throws IOException {
    try (var archive = new Archive(file)) {
      new Gathering(needs, actor, new Sheets(in), archive, progress).write();
    }
  }

  private void write() throws IOException {
    findFiles();
    progress.needs(files.stream().mapToLong(kept -> kept.upload().sizeBytes()).sum());
    var standings = standings();
    var total = standings.size() + files.size() + 1;
    var rooms = new ArrayList<Told>();
    var done = 0;
    for (var standing : standings) {
      var room = needs.rooms().find(standing.room());
      if (room.isPresent()) {
        rooms.add(room(room.get(), standing, rooms.size() + 1));
      }
      progress.step(++done, total);
    }
    for (var kept : files) {
      archive.file(kept.name(), kept.upload().file());
      progress.step(++done, total);
    }
    var record = record(rooms);
    archive.json("data.json", record);
    archive.page("index.html", index(record, rooms));
  }

  private void findFiles() {
    var after = "";
    List<Media.Upload> page;
    do {
      page = needs.media().uploads(actor.userNid(), after);
      for (var upload : page) {
        var name = "files/%05d-%s".formatted(files.size() + 1, plain(upload.fileName()));
        files.add(new Kept(upload, name));
        names.put(upload.uri().value(), name);
        after = upload.uri().mediaId();
      }
    } while (!page.isEmpty() && files.size() < FILES_MAX);
    moreFiles = !page.isEmpty();
  }

  /// A name that means the same in every file system.
  private static String plain(String fileName) {
    var name = fileName.replaceAll("[^A-Za-z0-9._-]+", "_");
    var most = 80;
    return name.isEmpty() ? "file" : name.substring(Math.max(0, name.length() - most));
  }

  private List<Standing> standings() {
    return StreamSupport.stream(
            needs.rooms().memberships().of(actor.userNid()).all().spliterator(), false)
        .sorted(Comparator.comparingLong(Standing::room))
        .toList();
  }

  private Told room(Room room, Standing standing, int number) throws IOException {
    var view = view(room, standing);
    var name = view.flatMap(seen -> seen.name(actor.user())).orElse(room.id().value());
    var told =
        JsonObject.builder()
            .put("room_id", room.id().value())
            .put("name", name)
            .put("membership", standing.membership().word());
    if (standing.membership() == Membership.JOIN) {
      var level = PowerLevels.of(room.version(), room.published().state()).user(actor.user());
      told.put("role", role(level)).put("power_level", level);
    }
    var pages = new ArrayList<String>();
    var messages = messages(room, name, number, pages);
    told.put("messages", messages);
    return new Told(told.build(), name, pages, messages);
  }

  /// As the person knows it: who has left sees what the room was then.
  private Optional<RoomView> view(Room room, Standing standing) {
    return switch (standing.membership()) {
      case JOIN, INVITE -> Optional.of(room.published());
      case LEAVE, BAN -> Optional.of(needs.rooms().viewAt(room, standing));
      case KNOCK -> Optional.empty();
    };
  }

  private String role(long level) {
    if (level >= ANIMATION) {
      return sheets.say("animation", "animation");
    }
    if (level >= MODERATION) {
      return sheets.say("modération", "moderation");
    }
    return level >= 0
        ? sheets.say("contribution", "contribution")
        : sheets.say("lecture", "reader");
  }

  private int messages(Room room, String name, int number, List<String> pages) throws IOException {
    var page = new ArrayList<Spoken>();
    var bytes = 0L;
    var count = 0;
    var sent = needs.rooms().sent(actor.userNid(), room, 0);
    while (sent.isPresent()) {
      for (var event : sent.get().events()) {
        var spoken = new Spoken(event, names);
        page.add(spoken);
        bytes += spoken.sizeBytes();
        count++;
        if (page.size() >= PAGE_EVENTS_MAX || bytes >= PAGE_BYTES_MAX) {
          put(room, name, number, page, pages);
          bytes = 0;
        }
      }
      progress.step(-1, -1);
      sent = needs.rooms().sent(actor.userNid(), room, sent.get().upTo());
    }
    if (!page.isEmpty()) {
      put(room, name, number, page, pages);
    }
    return count;
  }

  /// Writes one page, and empties it.
  private void put(Room room, String name, int number, List<Spoken> page, List<String> pages)
      throws IOException {
    var at = "messages/%05d-%d".formatted(number, pages.size() + 1);
    archive.json(
        at + ".json",
        JsonObject.of(
            "room_id",
            room.id().value(),
            "name",
            name,
            "events",
            JsonArray.of(page.stream().map(Spoken::json).toArray())));
    var body = new StringBuilder();
    body.append("<p>")
        .append(sheets.link("../index.html", sheets.say("Retour", "Back")))
        .append("</p>");
    page.forEach(spoken -> body.append(spoken.html(sheets)));
    archive.page(at + ".html", sheets.page(name, body.toString()));
    pages.add(at);
    page.clear();
  }

  private JsonObject record(List<Told> rooms) {
    var record = JsonObject.builder();
    for (var part : needs.parts()) {
      part.apply(actor).entries().forEach(entry -> record.put(entry.name(), entry.value()));
    }
    var kept =
        files.stream()
            .map(
                file ->
                    JsonObject.of(
                        "file",
                        file.name(),
                        "name",
                        file.upload().fileName(),
                        "address",
                        file.upload().uri().value(),
                        "type",
                        file.upload().contentType(),
                        "size_bytes",
                        file.upload().sizeBytes(),
                        "uploaded_ts",
                        file.upload().createdMs()))
            .toArray();
    return record
        .put("rooms", JsonArray.of(rooms.stream().map(Told::room).toArray()))
        .put("files", JsonArray.of(kept))
        .build();
  }

  private String index(JsonObject record, List<Told> rooms) {
    var body = new StringBuilder(sheets.paragraph(actor.user().value()));
    body.append("<p>").append(sheets.date(needs.clock().millis())).append("</p>\n");
    for (var entry : record.without("rooms").without("files").entries()) {
      body.append(sheets.heading(sheets.word(entry.name())))
          .append(sheets.value(entry.name(), entry.value()));
    }
    body.append(sheets.heading(sheets.say("Salons et messages", "Rooms and messages")));
    body.append(sheets.table(roomHead(), rooms.stream().map(this::roomRow).toList()));
    body.append(sheets.heading(sheets.say("Fichiers", "Files")));
    body.append(sheets.table(fileHead(), files.stream().map(this::fileRow).toList()));
    if (moreFiles) {
      body.append(
          sheets.paragraph(sheets.say("D'autres fichiers n'y sont pas.", "Others are left out.")));
    }
    return sheets.page(sheets.say("Mes données", "My data"), body.append(leftOut()).toString());
  }

  private List<String> roomHead() {
    return List.of(
        sheets.say("Salon", "Room"),
        sheets.say("Vous y êtes", "You are"),
        sheets.say("Rôle", "Role"),
        sheets.say("Ce que vous y avez envoyé", "What you sent there"));
  }

  private List<String> roomRow(Told told) {
    var pages = new StringBuilder(told.messages() + " ");
    for (var i = 0; i < told.pages().size(); i++) {
      var label = sheets.say("page ", "page ") + (i + 1);
      pages.append(sheets.link(told.pages().get(i) + ".html", label)).append(' ');
    }
    return List.of(
        Markup.escaped(told.name()),
        Markup.escaped(told.room().string("membership").orElse("")),
        Markup.escaped(told.room().string("role").orElse("")),
        pages.toString());
  }

  private List<String> fileHead() {
    return List.of(
        sheets.say("Fichier", "File"),
        sheets.say("Déposé le", "Uploaded on"),
        sheets.say("Octets", "Bytes"));
  }

  private List<String> fileRow(Kept kept) {
    var name = kept.upload().fileName();
    return List.of(
        sheets.link(kept.name(), name.isEmpty() ? kept.name() : name),
        sheets.date(kept.upload().createdMs()),
        Long.toString(kept.upload().sizeBytes()));
  }

  private String leftOut() {
    return sheets.heading(sheets.say("Ce qui n'y est pas", "What is not in it"))
        + sheets.paragraph(
            sheets.say(
                "Ce que d'autres ont écrit ; les messages que vous avez supprimés ; le texte des"
                    + " messages chiffrés de bout en bout, dont Parvis n'a pas la clé ; votre mot de"
                    + " passe et vos clés de chiffrement, que Parvis garde sans pouvoir les lire.",
                "What others wrote; messages that you deleted; the text of end-to-end encrypted"
                    + " messages, to which Parvis has no key; your password and your encryption keys,"
                    + " which Parvis keeps without being able to read them."));
  }
}
