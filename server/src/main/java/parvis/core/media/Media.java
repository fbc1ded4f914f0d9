package parvis.core.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.blob.BlobStore;
import parvis.platform.config.Config;
import parvis.platform.db.Db;
import parvis.platform.http.DayBudget;
import parvis.platform.http.RateLimits;
import parvis.platform.http.Routes;
import parvis.protocol.id.MxcUri;

/// The door of media: what is uploaded gets an address that says nothing, and keeps it for ever.
///
/// An address belongs to the homeserver of its uploader. An upload is answered when its bytes and
/// its row are durable.
public final class Media implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Media.class);

  /// How long an announced address waits for its bytes.
  static final Duration ANNOUNCED_FOR = Duration.ofHours(24);

  /// Announced addresses that one person may have waiting.
  static final int ANNOUNCED_MAX = 50;

  /// The longest time a download waits for bytes that were announced.
  static final Duration WAIT_MAX = Duration.ofSeconds(60);

  /// Characters of a file's name.
  static final int FILE_NAME_CHARS_MAX = 255;

  /// Files that are remembered as gone; of more nothing is said until some of them are back.
  static final int GONE_MAX = 1_000;

  private static final int ID_BYTES = 18;

  /// Something that was just announced.
  record Announced(MxcUri uri, long expiresMs) {}

  private final MediaStore store;
  private final BlobStore blobs;
  private final Thumbnails thumbnails;
  private final Policy policy;
  private final DayBudget downloads;
  private final DayBudget uploads;
  private final RateLimits limits;
  private final Clock clock;
  private final SecureRandom random;
  private final AtomicLong missing = new AtomicLong();

  /// By their hashes, those that were asked for and not there.
  private final Set<String> gone = ConcurrentHashMap.newKeySet();

  private final Awaiting awaiting;
  private final Photographs photographs;

  /// What the operator decided.
  ///
  /// @param bytesMax the largest upload
  /// @param open whether media is given to those who are not signed in
  /// @param downloadBytesADay what one account may download
  /// @param uploadsADay how many files one account may upload
  /// @param bytesTotal how much one account may have uploaded in all
  /// @param heicConverter the program that makes a JPEG of a HEIC photograph
  /// @param photographs where photographs are worked at
  public record Policy(
      long bytesMax,
      boolean open,
      long downloadBytesADay,
      long uploadsADay,
      long bytesTotal,
      Optional<Config.HeicConverter> heicConverter,
      Path photographs) {}

  /// @param nanos a clock that only goes forward
  public Media(
      Db db,
      BlobStore blobs,
      Policy policy,
      RateLimits limits,
      Clock clock,
      LongSupplier nanos,
      SecureRandom random) {
    this.store = new MediaStore(db);
    this.blobs = blobs;
    this.awaiting = new Awaiting(store::there, nanos);
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    this.thumbnails = new Thumbnails(store, blobs, this::file, nanos, threads);
    blobs.sweep(store::refersTo);
    this.policy = policy;
    this.photographs = Photographs.by(policy, nanos);
    this.downloads = new DayBudget("downloads", policy.downloadBytesADay());
    this.uploads = new DayBudget("uploads", policy.uploadsADay());
    this.limits = limits;
    this.clock = clock;
    this.random = random;
  }

  public Routes routes() {
    return new MediaRoutes(this, policy.open()).routes().and(photographs.routes());
  }

  /// Keeps bytes under a new address; what is longer than allowed is cut off and not kept.
  public MxcUri upload(Actor actor, InputStream bytes, String contentType, String fileName)
      throws IOException {
    MxcUri uri = fresh(actor);
    var details = new MediaStore.Details(Disposition.type(contentType), checked(fileName));
    limits.spend(uploads, actor, 1);
    try (var arrival = blobs.arrive(bytes, policy.bytesMax(), store::refersTo)) {
      store.insert(
          uri, actor.userNid(), clock.millis(), arrival.blob(), details, policy.bytesTotal());
      arrival.keep();
    }
    return uri;
  }

  /// Keeps bytes that Parvis itself brought for somebody under an address that says what they are:
  /// the same bytes are kept once, as an upload of whoever was first.
  MxcUri keep(Actor owner, String mediaId, byte[] bytes, String contentType) throws IOException {
    MxcUri uri = MxcUri.of(owner.user().server(), mediaId).orElseThrow();
    if (store.find(uri) instanceof MediaStore.Found.Present) return uri;
    var details = new MediaStore.Details(contentType, "");
    limits.spend(uploads, owner, 1);
    try (var arrival =
        blobs.arrive(new ByteArrayInputStream(bytes), policy.bytesMax(), store::refersTo)) {
      store.insert(
          uri, owner.userNid(), clock.millis(), arrival.blob(), details, policy.bytesTotal());
      arrival.keep();
    }
    return uri;
  }

  /// Something that somebody uploaded.
  public record Upload(
      MxcUri uri, long createdMs, String contentType, String fileName, long sizeBytes, Path file) {}

  /// Uploads of one person that [#uploads] tells at a time.
  public static final int UPLOADS_PAGE = 500;

  /// What somebody uploaded themselves, by media id, after one of them; what the house keeps of
  /// linked pages is nobody's. Of a file that is missing nothing is told.
  public List<Upload> uploads(long user, String after) {
    return store.uploads(user, after, UPLOADS_PAGE).stream()
        .flatMap(
            one ->
                blobs.file(one.item().hash()).stream()
                    .map(
                        file ->
                            new Upload(
                                one.uri(),
                                one.createdMs(),
                                one.item().contentType(),
                                one.item().fileName(),
                                one.item().sizeBytes(),
                                file)))
        .toList();
  }

  /// Whether there is a file at an address here, for whoever knows it.
  public boolean has(MxcUri uri) {
    return store.find(uri) instanceof MediaStore.Found.Present;
  }

  /// Refuses before anything arrives what would be refused afterwards.
  ///
  /// @throws Refused forbidden when the account has no room for as many bytes more
  void checkRoom(Actor actor, long bytes) {
    if (store.used(actor.userNid()) + bytes > policy.bytesTotal()) {
      throw MediaStore.noRoom();
    }
  }

  @Override
  public void close() {
    thumbnails.close();
  }

  /// The largest upload in bytes.
  long bytesMax() {
    return policy.bytesMax();
  }

  /// Whether photographs are made into pictures that every browser shows.
  boolean readsPhotographs() {
    return photographs.read();
  }

  /// Notes that somebody gets as many bytes.
  ///
  /// @throws Refused limitExceeded when that is more than they may have today
  void give(Actor actor, long bytes) {
    limits.spend(downloads, actor, bytes);
  }

  Announced announce(Actor actor) {
    MxcUri uri = fresh(actor);
    long now = clock.millis();
    long expires = now + ANNOUNCED_FOR.toMillis();
    OptionalLong full = store.announce(uri, actor.userNid(), now, expires, ANNOUNCED_MAX);
    if (full.isPresent()) {
      throw Refused.limitExceeded(Duration.ofMillis(Math.max(1, full.getAsLong() - now)));
    }
    return new Announced(uri, expires);
  }

  /// Brings the bytes of an announced address.
  void fulfil(Actor actor, MxcUri uri, InputStream bytes, String contentType, String fileName)
      throws IOException {
    var details = new MediaStore.Details(Disposition.type(contentType), checked(fileName));
    switch (store.find(uri)) {
      case MediaStore.Found.Absent absent -> throw Refused.notFound("This address is not known");
      case MediaStore.Found.Present present -> throw MediaStore.alreadyThere();
      case MediaStore.Found.Awaited(long uploader, long expiresMs) -> {
        if (uploader != actor.userNid()) {
          throw Refused.forbidden("Somebody else announced this address");
        }
        if (expiresMs <= clock.millis()) {
          throw Refused.notFound("This address has expired");
        }
      }
    }
    limits.spend(uploads, actor, 1);
    try (var arrival = blobs.arrive(bytes, policy.bytesMax(), store::refersTo)) {
      store.fulfil(
          uri, actor.userNid(), clock.millis(), arrival.blob(), details, policy.bytesTotal());
      arrival.keep();
    }
    awaiting.arrived(uri);
  }

  /// What an address stands for, after waiting for it if it was announced.
  MediaStore.Item item(MxcUri uri, Duration patience) {
    return there(uri)
        .or(
            () -> {
              awaiting.await(uri, patience);
              return there(uri);
            })
        .orElseThrow(
            () -> Refused.of(Refused.Kind.NOT_YET_UPLOADED, "The media has not been uploaded yet"));
  }

  /// Empty while it is awaited.
  ///
  /// @throws Refused notFound
  private Optional<MediaStore.Item> there(MxcUri uri) {
    return switch (store.find(uri)) {
      case MediaStore.Found.Present(MediaStore.Item item) -> Optional.of(item);
      case MediaStore.Found.Awaited(_, long expiresMs) when expiresMs > clock.millis() ->
          Optional.empty();
      case MediaStore.Found.Awaited expired -> throw Refused.notFound("There is no such media");
      case MediaStore.Found.Absent absent -> throw Refused.notFound("There is no such media");
    };
  }

  MediaStore.Small thumbnail(MediaStore.Item item, Thumbnails.Size size, boolean animated) {
    return thumbnails.of(item, size, animated);
  }

  Path file(String hash) {
    return blobs.file(hash).orElseThrow(() -> missing(hash));
  }

  /// How often a file was not there that the database knows.
  public long missing() {
    return missing.get();
  }

  /// How many files that were asked for, and that something needs still, are not there now.
  public long gone() {
    var asked = Set.copyOf(gone);
    var needed = store.referred(asked.stream().filter(hash -> blobs.file(hash).isEmpty()).toList());
    gone.removeIf(hash -> asked.contains(hash) && !needed.contains(hash));
    return gone.size();
  }

  /// However often it is asked for, a file is told once: whoever asks is not to fill the log.
  private Refused missing(String hash) {
    missing.incrementAndGet();
    if (gone.size() < GONE_MAX && gone.add(hash)) {
      LOG.error("the file {} of the media folder is missing: restore it from a backup", hash);
    }
    return Refused.notFound("The file of this media is missing");
  }

  private MxcUri fresh(Actor actor) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    String mediaId = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    return MxcUri.of(actor.user().server(), mediaId)
        .orElseThrow(() -> new IllegalStateException("A media id that is none: " + mediaId));
  }

  private static String checked(String fileName) {
    if (fileName.length() > FILE_NAME_CHARS_MAX) {
      throw Refused.invalidParam("A file name has at most " + FILE_NAME_CHARS_MAX + " characters");
    }
    return fileName;
  }
}
