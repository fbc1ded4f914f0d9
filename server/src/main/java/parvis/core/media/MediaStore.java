package parvis.core.media;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import parvis.base.Refused;
import parvis.platform.blob.Blob;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.MxcUri;
import parvis.protocol.id.ServerName;

/// The tables `media`, `media_use` and `thumbnail`.
final class MediaStore {
  /// What an address stands for.
  sealed interface Found {
    /// Bytes that are there.
    record Present(Item item) implements Found {}

    /// Bytes that have been announced and have not come; `uploader` alone may bring them.
    record Awaited(long uploader, long expiresMs) implements Found {}

    record Absent() implements Found {}
  }

  /// Media that is there.
  record Item(String hash, long sizeBytes, String contentType, String fileName) {}

  /// What an uploader says of their bytes.
  record Details(String contentType, String fileName) {}

  /// A thumbnail of something.
  record Small(String hash, long sizeBytes, String contentType) {}

  private final Db db;

  MediaStore(Db db) {
    this.db = db;
  }

  Found find(MxcUri uri) {
    return db.read(
        tx ->
            tx.first(
                    MediaStore::found,
                    """
                    select uploader, expires_ms, hash, size_bytes, content_type, file_name
                    from media where server = ? and media_id = ?
                    """,
                    uri.server().value(),
                    uri.mediaId())
                .orElse(new Found.Absent()));
  }

  /// @throws Refused forbidden when its uploader would have more than `bytesTotal` then
  void insert(MxcUri uri, long uploader, long nowMs, Blob blob, Details details, long bytesTotal) {
    db.write(
        tx -> {
          var added =
              tx.run(
                  """
              insert into media
                (server, media_id, uploader, created_ms, hash, size_bytes, content_type, file_name)
              values (?, ?, ?, ?, ?, ?, ?, ?)
              on conflict do nothing
              """,
                  uri.server().value(),
                  uri.mediaId(),
                  uploader,
                  nowMs,
                  blob.hash(),
                  blob.size(),
                  details.contentType(),
                  details.fileName());
          if (added == 1) use(tx, uploader, blob.size(), bytesTotal);
          return added;
        });
  }

  /// Those of these addresses that have their bytes.
  List<MxcUri> there(Collection<MxcUri> uris) {
    return db.read(
        tx ->
            tx.list(
                row ->
                    MxcUri.of(new ServerName(row.text("server")), row.text("media_id"))
                        .orElseThrow(),
                """
                select m.server, m.media_id
                from unnest(?::text[], ?::text[]) as a (server, media_id)
                join media m on m.server = a.server and m.media_id = a.media_id
                where m.hash is not null
                """,
                uris.stream().map(uri -> uri.server().value()).toArray(String[]::new),
                uris.stream().map(MxcUri::mediaId).toArray(String[]::new)));
  }

  /// Something that somebody uploaded.
  record Uploaded(MxcUri uri, long createdMs, Item item) {}

  /// What somebody uploaded, by media id, after one of them; not what was kept for them of pages
  /// that were linked.
  List<Uploaded> uploads(long uploader, String after, int max) {
    return db.read(
        tx ->
            tx.list(
                MediaStore::uploaded,
                """
                select server, media_id, created_ms, hash, size_bytes, content_type, file_name
                from media
                where uploader = ? and media_id > ? and hash is not null
                  and media_id not like 'preview-%'
                order by media_id limit ?
                """,
                uploader,
                after,
                max));
  }

  private static Uploaded uploaded(Row row) {
    return new Uploaded(
        MxcUri.of(new ServerName(row.text("server")), row.text("media_id")).orElseThrow(),
        row.number("created_ms"),
        new Item(
            row.text("hash"),
            row.number("size_bytes"),
            row.text("content_type"),
            row.text("file_name")));
  }

  /// What somebody has uploaded in all, in bytes.
  long used(long uploader) {
    return db.read(
            tx ->
                tx.first(
                    row -> row.number("bytes"),
                    "select bytes from media_use where \"user\" = ?",
                    uploader))
        .orElse(0L);
  }

  private static void use(Tx tx, long uploader, long bytes, long bytesTotal) {
    int noted =
        tx.run(
            """
            insert into media_use as u ("user", bytes)
            select ?::bigint, ?::bigint where ?::bigint <= ?
            on conflict ("user") do update
              set bytes = u.bytes + excluded.bytes where u.bytes + excluded.bytes <= ?
            """,
            uploader,
            bytes,
            bytes,
            bytesTotal,
            bytesTotal);
    if (noted == 0) {
      throw noRoom();
    }
  }

  /// spec: cs-api#post_matrixmediav3upload: 403 when a quota is reached
  static Refused noRoom() {
    return Refused.forbidden("You have uploaded as much as one account may");
  }

  static Refused alreadyThere() {
    return Refused.of(Refused.Kind.CANNOT_OVERWRITE_MEDIA, "This address already has its media");
  }

  /// Whether an address or a thumbnail is made of this blob.
  boolean refersTo(String hash) {
    return db.read(
            tx ->
                tx.first(
                    row -> row.bool("referred"),
                    """
                    select exists (select from media where hash = ?)
                        or exists (select from thumbnail where thumbnail_hash = ?) as referred
                    """,
                    hash,
                    hash))
        .orElseThrow();
  }

  /// Those of some blobs of which an address or a thumbnail is made.
  Set<String> referred(Collection<String> hashes) {
    if (hashes.isEmpty()) {
      return Set.of();
    }
    return Set.copyOf(
        db.read(
            tx ->
                tx.list(
                    row -> row.text("hash"),
                    """
                    select one as hash from unnest(?::text[]) as one
                     where exists (select from media where hash = one)
                        or exists (select from thumbnail where thumbnail_hash = one)
                    """,
                    (Object) hashes.toArray(String[]::new))));
  }

  /// Announces an address, unless its uploader already waits for `countMax` of them; then it
  /// returns when the first of those runs out, and has changed nothing.
  OptionalLong announce(MxcUri uri, long uploader, long nowMs, long expiresMs, int countMax) {
    return db.write(
        tx -> {
          hold(tx, uploader);
          int made =
              tx.run(
                  """
                  insert into media (server, media_id, uploader, created_ms, expires_ms)
                  select ?, ?, ?, ?, ?
                  where (select count(*) from media
                    where uploader = ? and hash is null and expires_ms > ?) < ?
                  """,
                  uri.server().value(),
                  uri.mediaId(),
                  uploader,
                  nowMs,
                  expiresMs,
                  uploader,
                  nowMs,
                  (long) countMax);
          if (made == 1) {
            tx.run(
                "delete from media where uploader = ? and hash is null and expires_ms <= ?",
                uploader,
                nowMs);
            return OptionalLong.empty();
          }
          return tx.first(
                  row -> row.optionalNumber("first_ms"),
                  """
                  select min(expires_ms) as first_ms from media
                  where uploader = ? and hash is null and expires_ms > ?
                  """,
                  uploader,
                  nowMs)
              .orElse(OptionalLong.of(expiresMs));
        });
  }

  /// One after the other, so that bounds hold for many requests at once too.
  private static void hold(Tx tx, long uploader) {
    tx.run(
        "insert into media_use (\"user\", bytes) values (?, 0) on conflict do nothing", uploader);
    tx.list(row -> true, "select 1 from media_use where \"user\" = ? for no key update", uploader);
  }

  /// Gives an announced address its bytes.
  ///
  /// @throws Refused when it has got them meanwhile, or has run out; and like [#insert]
  void fulfil(MxcUri uri, long uploader, long nowMs, Blob blob, Details details, long bytesTotal) {
    db.write(
        tx -> {
          use(tx, uploader, blob.size(), bytesTotal);
          int given =
              tx.run(
                  """
                  update media
                  set hash = ?, size_bytes = ?, content_type = ?, file_name = ?, expires_ms = null
                  where server = ? and media_id = ? and hash is null and expires_ms > ?
                  """,
                  blob.hash(),
                  blob.size(),
                  details.contentType(),
                  details.fileName(),
                  uri.server().value(),
                  uri.mediaId(),
                  nowMs);
          if (given == 0) {
            throw alreadyThere();
          }
          return given;
        });
  }

  Optional<Small> thumbnail(String hash, Thumbnails.Size size, boolean animated) {
    return db.read(
        tx ->
            tx.first(
                row ->
                    new Small(
                        row.text("thumbnail_hash"),
                        row.number("size_bytes"),
                        row.text("content_type")),
                """
                select thumbnail_hash, size_bytes, content_type from thumbnail
                where hash = ? and width = ? and height = ? and crop = ? and animated = ?
                """,
                hash,
                size.width(),
                size.height(),
                size.crop(),
                animated));
  }

  void keep(String hash, Thumbnails.Size size, boolean animated, Small small) {
    db.write(
        tx ->
            tx.run(
                """
                insert into thumbnail
                  (hash, width, height, crop, animated, content_type, thumbnail_hash, size_bytes)
                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """,
                hash,
                size.width(),
                size.height(),
                size.crop(),
                animated,
                small.contentType(),
                small.hash(),
                small.sizeBytes()));
  }

  private static Found found(Row row) {
    Optional<String> hash = row.optionalText("hash");
    if (hash.isEmpty()) {
      return new Found.Awaited(row.number("uploader"), row.number("expires_ms"));
    }
    return new Found.Present(
        new Item(
            hash.get(), row.number("size_bytes"), row.text("content_type"), row.text("file_name")));
  }
}
