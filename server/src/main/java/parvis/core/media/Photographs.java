package parvis.core.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.platform.http.Routes;

/// Makes a JPEG, which everybody sees, of a photograph as telephones keep it (HEIC), for browsers
/// that cannot read it. Nothing of it is kept: whoever asks uploads what they get.
///
/// What reads such files is under the LGPL and is not shipped: a program of the machine is used
/// where there is one ([Converter]).
final class Photographs {
  /// The largest photograph that is read.
  static final int BYTES_MAX = 50_000_000;

  /// The largest picture: telephones make 48 megapixels.
  static final long PIXELS_MAX = 64_000_000;

  /// Photographs that are worked at together.
  static final int AT_ONCE_MAX = 2;

  /// How long one waits for its turn.
  static final Duration TURN_MAX = Duration.ofSeconds(20);

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final String JPEG = "image/jpeg";

  private final Optional<Converter> converter;
  private final long bytesMax;
  private final Semaphore turns = new Semaphore(AT_ONCE_MAX, true);

  /// Whose photograph is worked at.
  private final Set<Long> busy = ConcurrentHashMap.newKeySet();

  /// @param program absent: nothing is made of photographs here
  /// @param uploadBytesMax the largest file that could be uploaded
  Photographs(Optional<Path> program, long uploadBytesMax) {
    this(
        uploadBytesMax,
        program.map(
            path ->
                new Converter(
                    path, Path.of(System.getProperty("java.io.tmpdir")), Converter.TIME_MAX)));
  }

  Photographs(long uploadBytesMax, Optional<Converter> converter) {
    this.converter = converter;
    this.bytesMax = Math.min(BYTES_MAX, uploadBytesMax);
  }

  /// Whether anything is made of photographs here.
  boolean read() {
    return converter.isPresent();
  }

  Routes routes() {
    return Routes.of(
        Route.post("/api/v1/photographs", "Make a JPEG of a HEIC photograph", this::answer)
            .streamed()
            .takes("image/heic")
            .answers(JPEG)
            .costs(RateClass.UPLOAD));
  }

  private Reply answer(Call call) throws IOException {
    Converter here =
        converter.orElseThrow(() -> Refused.notFound("Photographs are not read on this server"));
    if (call.contentLength().orElse(0) > bytesMax) throw tooLarge();
    Actor actor = call.actor();
    if (!busy.add(actor.userNid())) throw Refused.limitExceeded(AGAIN_AFTER);
    try (Converter.Folder folder = here.folder()) {
      keep(call.stream(), folder.photograph());
      check(folder.photograph());
      byte[] picture = inTurn(here, folder).orElseThrow(Photographs::unreadable);
      return Reply.bytes(200, JPEG, List.of(checked(picture))).header("Cache-Control", "no-store");
    } finally {
      busy.remove(actor.userNid());
    }
  }

  private void keep(InputStream bytes, Path file) throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    long kept = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int n = bytes.read(chunk); n >= 0; n = bytes.read(chunk)) {
        kept += n;
        if (kept > bytesMax) throw tooLarge();
        out.write(chunk, 0, n);
      }
    }
  }

  /// Refuses before a pixel is decoded what is none, or too large.
  private static void check(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      HeicFile photograph = new HeicFile(in.readNBytes(HeicFile.HEAD_BYTES_MAX));
      if (!photograph.isOne()) throw unreadable();
      long pixels = photograph.pixels();
      if (pixels == 0) throw unreadable();
      if (pixels > PIXELS_MAX) {
        throw Refused.tooLarge("A photograph has at most " + PIXELS_MAX + " pixels here");
      }
    }
  }

  private Optional<byte[]> inTurn(Converter here, Converter.Folder folder) throws IOException {
    try {
      if (!turns.tryAcquire(TURN_MAX.toNanos(), TimeUnit.NANOSECONDS)) {
        throw Refused.unavailable(AGAIN_AFTER);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw Refused.unavailable(AGAIN_AFTER);
    }
    try {
      return here.picture(folder);
    } finally {
      turns.release();
    }
  }

  /// What a program made is looked at like what a stranger made.
  private static byte[] checked(byte[] picture) {
    return Pictures.measured(picture)
        .filter(it -> it.contentType().equals(JPEG))
        .filter(it -> (long) it.width() * it.height() <= PIXELS_MAX)
        .flatMap(_ -> JpegParts.pictureAlone(picture))
        .orElseThrow(Photographs::unreadable);
  }

  private Refused tooLarge() {
    return Refused.tooLarge("Photographs have at most " + bytesMax + " bytes here");
  }

  private static Refused unreadable() {
    return Refused.unknown("No picture can be made of this");
  }
}
