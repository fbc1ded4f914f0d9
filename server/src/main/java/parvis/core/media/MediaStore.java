package parvis.core.media;

import java.util.Optional;
import java.util.OptionalLong;
import parvis.platform.blob.Blob;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.protocol.id.MxcUri;

/// The tables `media` and `thumbnail`.
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

  void insert(MxcUri uri, long uploader, long nowMs, Blob blob, String type, String fileName) {
    db.write(
        tx ->
            tx.run(
                """
                insert into media
                  (server, media_id, uploader, created_ms, hash, size_bytes, content_type, file_name)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                uri.server().value(),
                uri.mediaId(),
                uploader,
                nowMs,
                blob.hash(),
                blob.size(),
                type,
                fileName));
  }

  /// Announces an address, unless its uploader already waits for `countMax` of them; then it
  /// returns when the first of those runs out.
  OptionalLong announce(MxcUri uri, long uploader, long nowMs, long expiresMs, int countMax) {
    return db.write(
        tx -> {
          tx.run(
              "delete from media where uploader = ? and hash is null and expires_ms <= ?",
              uploader,
              nowMs);
          int made =
              tx.run(
                  """
                  insert into media (server, media_id, uploader, created_ms, expires_ms)
                  select ?, ?, ?, ?, ?
                  where (select count(*) from media where uploader = ? and hash is null) < ?
                  """,
                  uri.server().value(),
                  uri.mediaId(),
                  uploader,
                  nowMs,
                  expiresMs,
                  uploader,
                  (long) countMax);
          if (made == 1) {
            return OptionalLong.empty();
          }
          return tx.first(
                  row -> row.optionalNumber("first_ms"),
                  "select min(expires_ms) as first_ms from media where uploader = ? and hash is null",
                  uploader)
              .orElse(OptionalLong.of(expiresMs));
        });
  }

  /// Gives an announced address its bytes; false when it has got them meanwhile, or has run out.
  boolean fulfil(MxcUri uri, long nowMs, Blob blob, String type, String fileName) {
    return db.write(
            tx ->
                tx.run(
                    """
                    update media
                    set hash = ?, size_bytes = ?, content_type = ?, file_name = ?, expires_ms = null
                    where server = ? and media_id = ? and hash is null and expires_ms > ?
                    """,
                    blob.hash(),
                    blob.size(),
                    type,
                    fileName,
                    uri.server().value(),
                    uri.mediaId(),
                    nowMs))
        == 1;
  }

  Optional<Small> thumbnail(String hash, Thumbnails.Size size) {
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
                where hash = ? and width = ? and height = ? and crop = ?
                """,
                hash,
                size.width(),
                size.height(),
                size.crop()));
  }

  void keep(String hash, Thumbnails.Size size, Small small) {
    db.write(
        tx ->
            tx.run(
                """
                insert into thumbnail
                  (hash, width, height, crop, content_type, thumbnail_hash, size_bytes)
                values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """,
                hash,
                size.width(),
                size.height(),
                size.crop(),
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
