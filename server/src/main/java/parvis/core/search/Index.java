package parvis.core.search;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.core.rooms.Publication;
import parvis.core.rooms.RoomEvent;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.log.DurableFollower;
import parvis.platform.log.LogRow;
import parvis.protocol.event.EventType;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonRefused;

/// The rows of the index, kept as the events are. What somebody just said is indexed from memory;
/// whatever happens to an event later, its row is computed afresh from what the database holds by
/// then.
final class Index implements DurableFollower.Work {
  private static final Logger logger = LoggerFactory.getLogger(Index.class);

  /// Words of one text that are found; those behind them are not.
  static final int WORDS_MAX = 5_000;

  /// Characters of a text that waits in memory; one that is longer is read from the database.
  private static final int KEPT_MAX = 500;

  /// Events from before search that one transaction looks at.
  static final int BACKLOG_AT_ONCE = 500;

  /// Edits of one event looked at, the last first, for one that says something else.
  private static final int EDITS_MAX = 3;

  private static final String REDACTIONS =
      """
      select e.nid, b.bytes from event e join event_bytes b on b.event = e.nid
       where e.nid = any (?) and e.type = 'm.room.redaction'""";

  /// What those events change: themselves, what they edit, what they redact, and whose words they
  /// took away.
  private static final String CHANGED =
      """
      select e.nid from event e
       where e.nid = any (?) and e.type = any (?) and e.rel_type is distinct from 'm.replace'
      union
      select t.nid from event e join event t on t.event_id = e.relates_to and t.room = e.room
       where e.nid = any (?) and e.type = any (?) and e.rel_type = 'm.replace'
      union
      select r.nid from event r where r.event_id = any (?) and r.redacted_by is not null
      union
      select s.event from search_text s join event r on r.nid = s.source
       where r.event_id = any (?) and r.redacted_by is not null and s.source <> s.event""";

  private static final String EVENTS =
      """
      select e.nid, e.room, e.pos, e.ts, e.sender, e.type, b.bytes
        from event e join event_bytes b on b.event = e.nid
       where e.nid = any (?) and e.type = any (?) and e.pos is not null and e.redacted_by is null
         and (e.slot is not null) = (e.type = any (?))
         and e.rel_type is distinct from 'm.replace'""";

  private static final String EDITS =
      """
      select t.nid as target, r.nid, r.pos, b.bytes
        from event t cross join lateral (
             select e.nid, e.pos, e.ts, e.event_id from event e
              where e.relates_to = t.event_id and e.rel_type = 'm.replace' and e.room = t.room
                and e.sender = t.sender and e.type = t.type and e.slot is null
                and e.pos is not null and e.redacted_by is null
              order by e.ts desc, e.event_id desc limit ?) r
        join event_bytes b on b.event = r.nid
       where t.nid = any (?) and t.slot is null
       order by t.nid, r.ts desc, r.event_id desc""";

  private static final String FORGET =
      """
      delete from search_text where event = any (?) or source = any (?)
      returning room, tsvector_to_array(words) as lexemes""";

  private static final String REMOVE =
      """
      delete from search_text where event = any (?)
      returning room, tsvector_to_array(words) as lexemes""";

  private static final String ADD =
      """
      insert into search_text (event, source, source_pos, room, pos, ts, sender, key, url, words)
      select t.event, t.source, t.source_pos, t.room, t.pos, t.ts, t.sender, t.key, t.url, t.words::tsvector
        from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                    ?::bigint[], ?::smallint[], ?::boolean[], ?::text[])
             as t (event, source, source_pos, room, pos, ts, sender, key, url, words)""";

  /// Puts the words of many rows into the index at once, each word in one place. Searches read none
  /// of them twice, and the list of those that wait, which each would read, is empty at the end.
  private static final String SORT_IN =
      "select gin_clean_pending_list('search_text_by_words') as pages";

  private static final String BACKLOG =
      """
      select e.nid, e.type, e.rel_type is not distinct from 'm.replace' as edit
        from event e where e.nid < (select below from search_backlog)
       order by e.nid desc limit ?""";

  private static final String BACKLOG_MOVE = "update search_backlog set below = ?";

  private static final String REPLACE = "m.replace";

  private static final String[] TYPES = types(EnumSet.allOf(Text.class));
  private static final String[] OF_STATE = types(EnumSet.of(Text.NAME, Text.TOPIC));

  private static String[] types(Set<Text> texts) {
    return texts.stream().map(Text::type).toArray(String[]::new);
  }

  /// Takes out all words of these events; how many texts went.
  int forget(Tx tx, long[] events) {
    var gone = tx.list(Vocabulary.Gone::of, FORGET, events, events);
    vocabulary.forget(tx, gone);
    return gone.size();
  }

  /// A text that is to be found.
  ///
  /// @param source nid of the event that has it
  private record Said(
      long event,
      long source,
      long sourcePos,
      long room,
      long pos,
      long ts,
      long sender,
      Text kind,
      boolean url,
      String text) {

    Said edited(Edit edit) {
      var text = kind.in(edit.content());
      return new Said(event, edit.nid(), edit.pos(), room, pos, ts, sender, kind, url, text);
    }
  }

  private record Edit(long target, long nid, long pos, JsonObject content) {}

  private record Old(long nid, String type, boolean edit) {}

  private final Stems stems;
  private final Vocabulary vocabulary;

  Index(Stems stems, Vocabulary vocabulary) {
    this.stems = stems;
    this.vocabulary = vocabulary;
  }

  /// Texts, edits and redactions, and all of which it cannot be told here what they are.
  @Override
  public Optional<LogRow> wanted(LogRow row) {
    if (row.kind() != LogRow.EVENT) {
      return Optional.empty();
    }
    if (!(row.payload() instanceof Publication publication)) {
      return Optional.of(row);
    }
    var event = publication.event();
    if (event.type().equals(EventType.REDACTION)) {
      return Optional.of(row.with(null));
    }
    return Text.ofType(event.type()).map(text -> row.with(fresh(row, event, text)));
  }

  /// What is said by an event that is nothing but said; null when the database is to be asked.
  private static @Nullable Said fresh(LogRow row, RoomEvent event, Text kind) {
    if (event.relType().equals(REPLACE)
        || event.redactedBy() != 0
        || event.isState() != kind.isState()) {
      return null;
    }
    var content = event.pdu().content();
    var text = kind.in(content);
    return text.length() > KEPT_MAX
        ? null
        : new Said(
            event.nid(),
            event.nid(),
            row.pos(),
            event.room(),
            row.pos(),
            event.ts(),
            event.senderNid(),
            kind,
            content.string("url").isPresent(),
            text);
  }

  /// First what is new, then what changes something, maybe that.
  @Override
  public void take(Tx tx, List<LogRow> rows) {
    var fresh = new ArrayList<Said>();
    var others = LongStream.builder();
    for (var row : rows) {
      if (row.payload() instanceof Said said) {
        fresh.add(said);
      } else {
        others.add(row.ref());
      }
    }
    write(tx, numbers(fresh, Said::event), fresh);
    var events = others.build().toArray();
    if (events.length > 0) {
      index(tx, changed(tx, events));
    }
    tx.list(_ -> true, SORT_IN);
  }

  /// A piece of what was there before search was, latest first.
  @Override
  public boolean rest(Tx tx) {
    var old =
        tx.list(
            row -> new Old(row.number("nid"), row.text("type"), row.bool("edit")),
            BACKLOG,
            BACKLOG_AT_ONCE);
    if (old.isEmpty()) {
      return false;
    }
    var texts = old.stream().filter(o -> !o.edit() && Text.ofType(o.type()).isPresent());
    index(tx, texts.mapToLong(Old::nid).toArray());
    tx.list(_ -> true, SORT_IN);
    tx.run(BACKLOG_MOVE, old.size() < BACKLOG_AT_ONCE ? 0 : old.getLast().nid());
    return old.size() == BACKLOG_AT_ONCE;
  }

  private static long[] changed(Tx tx, long[] events) {
    var redacted =
        tx.list(row -> redacts(json(row)), REDACTIONS, (Object) events).stream()
            .flatMap(Optional::stream)
            .toArray(String[]::new);
    return tx
        .list(row -> row.number("nid"), CHANGED, events, TYPES, events, TYPES, redacted, redacted)
        .stream()
        .mapToLong(nid -> nid)
        .toArray();
  }

  private static Optional<String> redacts(JsonObject event) {
    return event.string("redacts").or(() -> content(event).string("redacts"));
  }

  private static JsonObject content(JsonObject event) {
    return event.object("content").orElse(JsonObject.EMPTY);
  }

  /// What was accepted once can be read; should it not be, it holds up nobody else.
  private static JsonObject json(Row row) {
    try {
      var json = JsonReader.read(row.bytes("bytes"), JsonLimits.EARLY_EVENT);
      return json instanceof JsonObject object ? object : JsonObject.EMPTY;
    } catch (JsonRefused e) {
      logger.error("event {} cannot be read and is not found by searching", row.number("nid"), e);
      return JsonObject.EMPTY;
    }
  }

  private void index(Tx tx, long[] events) {
    if (events.length > 0) {
      write(tx, events, said(tx, events));
    }
  }

  /// Writes the rows of these events anew: of those that still say something.
  private void write(Tx tx, long[] events, List<Said> said) {
    if (events.length > 0) {
      var gone = tx.list(Vocabulary.Gone::of, REMOVE, (Object) events);
      add(tx, said);
      vocabulary.forget(tx, gone);
    }
  }

  private static List<Said> said(Tx tx, long[] events) {
    var edits = edits(tx, events);
    var said = new ArrayList<Said>();
    for (var one : tx.list(Index::said, EVENTS, events, TYPES, OF_STATE)) {
      var edit = edits.get(one.event());
      said.add(edit == null ? one : one.edited(edit));
    }
    return said;
  }

  private static Said said(Row row) {
    var nid = row.number("nid");
    var pos = row.number("pos");
    var kind = Text.ofType(row.text("type")).orElseThrow();
    var content = content(json(row));
    return new Said(
        nid,
        nid,
        pos,
        row.number("room"),
        pos,
        row.number("ts"),
        row.number("sender"),
        kind,
        content.string("url").isPresent(),
        kind.in(content));
  }

  /// The last valid edit of each of these events that has one.
  /// spec: cs-api#validity-of-replacement-events
  private static Map<Long, Edit> edits(Tx tx, long[] events) {
    var edits = new HashMap<Long, Edit>();
    tx.list(
            row ->
                new Edit(
                    row.number("target"), row.number("nid"), row.number("pos"), content(json(row))),
            EDITS,
            EDITS_MAX,
            events)
        .forEach(
            edit ->
                edit.content()
                    .object("m.new_content")
                    .map(fresh -> new Edit(edit.target(), edit.nid(), edit.pos(), fresh))
                    .ifPresent(valid -> edits.putIfAbsent(valid.target(), valid)));
    return edits;
  }

  /// Of thousands of texts, what is made of one is let go before the next: little is copied when
  /// memory is cleared.
  private void add(Tx tx, List<Said> texts) {
    var met = new HashMap<String, Optional<Word>>();
    var words = texts.stream().map(text -> Word.of(text.text(), WORDS_MAX, met)).toList();
    var dictionary = stems.of(tx, met.values().stream().flatMap(Optional::stream).toList());
    var heard = vocabulary.heard();
    var said = new ArrayList<Said>(texts.size());
    var vectors = new ArrayList<String>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      var places = Word.places(words.get(i));
      if (!places.isEmpty()) {
        var room = texts.get(i).room();
        said.add(texts.get(i));
        vectors.add(dictionary.vector(room, places));
        heard.said(room, places.keySet());
      }
    }
    if (!said.isEmpty()) {
      add(tx, said, vectors.toArray(String[]::new));
      heard.learn(tx);
    }
  }

  private static void add(Tx tx, List<Said> said, String[] vectors) {
    var keys = new short[vectors.length];
    var urls = new boolean[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      keys[i] = (short) said.get(i).kind().code();
      urls[i] = said.get(i).url();
    }
    tx.run(
        ADD,
        numbers(said, Said::event),
        numbers(said, Said::source),
        numbers(said, Said::sourcePos),
        numbers(said, Said::room),
        numbers(said, Said::pos),
        numbers(said, Said::ts),
        numbers(said, Said::sender),
        keys,
        urls,
        vectors);
  }

  private static long[] numbers(List<Said> said, ToLongFunction<Said> of) {
    return said.stream().mapToLong(of).toArray();
  }
}
