package parvis.core.media;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import parvis.base.Refused;
import parvis.platform.blob.Blob;
import parvis.platform.blob.BlobStore;

/// Small pictures of the usual sizes, made when first asked for and kept.
///
/// Drawing is done by few platform threads, because it is native work that would stop the carriers
/// of virtual threads; who asks for the same picture at the same time waits for the same drawing.
final class Thumbnails implements AutoCloseable {
  /// Pictures that may wait to be drawn; beyond, the client is told to come back.
  static final int WAITING_MAX = 256;

  /// Pictures that cannot be drawn and are remembered.
  static final int REFUSED_MAX = 10_000;

  /// For so long: one that took too long may find a less busy machine.
  private static final Duration REFUSED_FOR = Duration.ofHours(1);

  private static final long BYTES_MAX = 16_000_000;

  /// A size that is made: the picture fits into it, or covers it and is cut.
  record Size(int width, int height, boolean crop) {}

  /// spec: cs-api#thumbnails
  static final List<Size> SIZES =
      List.of(
          new Size(32, 32, true),
          new Size(96, 96, true),
          new Size(320, 240, false),
          new Size(640, 480, false),
          new Size(800, 600, false));

  private record Wanted(String hash, Size size, boolean animated) {}

  private final MediaStore store;
  private final BlobStore blobs;
  private final Function<String, Path> files;
  private final LongSupplier nanos;
  private final ThreadPoolExecutor drawing;

  /// Why pictures could not be drawn, by their hash.
  private final Cache<String, Refused> refused =
      Caffeine.newBuilder().maximumSize(REFUSED_MAX).expireAfterWrite(REFUSED_FOR).build();
  private final Map<Wanted, CompletableFuture<MediaStore.Small>> underWay =
      new ConcurrentHashMap<>();

  /// @param files the file of a hash; refuses when it is missing
  /// @param nanos a clock that only goes forward
  Thumbnails(
      MediaStore store,
      BlobStore blobs,
      Function<String, Path> files,
      LongSupplier nanos,
      int threads) {
    this.store = store;
    this.blobs = blobs;
    this.files = files;
    this.nanos = nanos;
    this.drawing =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().name("thumbnails-", 0).daemon().factory());
    drawing.allowCoreThreadTimeOut(true);
  }

  /// The smallest size that is at least what is wanted, else the largest.
  static Size size(long width, long height, boolean crop) {
    for (Size size : SIZES) {
      if (size.crop() == crop && size.width() >= width && size.height() >= height) {
        return size;
      }
    }
    for (Size size : SIZES) {
      if (!size.crop() && size.width() >= width && size.height() >= height) {
        return size;
      }
    }
    return SIZES.getLast();
  }

  /// @param animated whether it is to move, if the picture does
  MediaStore.Small of(MediaStore.Item item, Size size, boolean animated) {
    Optional<MediaStore.Small> kept =
        store
            .thumbnail(item.hash(), size, animated)
            .filter(small -> blobs.file(small.hash()).isPresent());
    if (kept.isPresent()) {
      return kept.get();
    }
    Refused before = refused.getIfPresent(item.hash());
    if (before != null) {
      throw before;
    }
    Wanted wanted = new Wanted(item.hash(), size, animated);
    CompletableFuture<MediaStore.Small> mine = new CompletableFuture<>();
    CompletableFuture<MediaStore.Small> other = underWay.putIfAbsent(wanted, mine);
    if (other == null) {
      start(wanted, mine);
    }
    try {
      return (other == null ? mine : other).join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof Refused refused ? refused : failed;
    }
  }

  private void start(Wanted wanted, CompletableFuture<MediaStore.Small> result) {
    var _ = result.whenComplete((small, failed) -> underWay.remove(wanted, result));
    try {
      drawing.execute(
          () -> {
            try {
              result.complete(draw(wanted));
            } catch (IOException broken) {
              result.completeExceptionally(new UncheckedIOException(broken));
            } catch (RuntimeException | Error failed) {
              result.completeExceptionally(failed);
            }
          });
    } catch (RejectedExecutionException busy) {
      result.completeExceptionally(Refused.unavailable(Duration.ofSeconds(2)));
    }
  }

  private MediaStore.Small draw(Wanted wanted) throws IOException {
    Pictures.Drawn drawn = drawn(wanted);
    try (var arrival =
        blobs.arrive(new ByteArrayInputStream(drawn.bytes()), BYTES_MAX, store::refersTo)) {
      Blob blob = arrival.blob();
      MediaStore.Small small = new MediaStore.Small(blob.hash(), blob.size(), drawn.contentType());
      store.keep(wanted.hash(), wanted.size(), wanted.animated(), small);
      arrival.keep();
      return small;
    }
  }

  /// What cannot be drawn is not tried again for every size and everybody who asks.
  private Pictures.Drawn drawn(Wanted wanted) throws IOException {
    Path file = files.apply(wanted.hash());
    try {
      var moving =
          wanted.animated()
              ? Animations.small(file, wanted.size(), nanos)
              : Optional.<Pictures.Drawn>empty();
      return moving.isPresent() ? moving.get() : Pictures.small(file, wanted.size(), nanos);
    } catch (Refused refusal) {
      refused.put(wanted.hash(), refusal);
      throw refusal;
    }
  }

  @Override
  public void close() {
    drawing.shutdownNow();
  }
}
