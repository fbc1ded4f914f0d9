package parvis.core.media;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
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
/// where there is one ([Converter]). Photographs and pictures are on the disk and never whole in
/// memory; each counts until its picture was taken, or given up.
final class Photographs {
  /// The largest photograph that is read.
  static final int BYTES_MAX = 50_000_000;

  /// The largest picture: telephones make 48 megapixels.
  static final long PIXELS_MAX = 64_000_000;

  /// Photographs that come, are worked at, or whose picture is being taken, of all people.
  static final int TOGETHER_MAX = 16;

  /// Photographs that are worked at together.
  static final int AT_ONCE_MAX = 2;

  /// How long one waits for its turn.
  static final Duration TURN_MAX = Duration.ofSeconds(20);

  /// How long a picture may be being taken while others wait for its room.
  static final Duration TAKING_MAX = Duration.ofMinutes(2);

  private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final String JPEG = "image/jpeg";

  private final Optional<Converter> converter;
  private final long bytesMax;
  private final LongSupplier nanos;
  private final Semaphore room = new Semaphore(TOGETHER_MAX);
  private final Semaphore turns = new Semaphore(AT_ONCE_MAX, true);

  /// One photograph of each person.
  private final ConcurrentMap<Long, Work> works = new ConcurrentHashMap<>();

  /// @param uploadBytesMax the largest file that could be uploaded
  /// @param converter absent: nothing is made of photographs here
  /// @param nanos a clock that only goes forward
  Photographs(long uploadBytesMax, Optional<Converter> converter, LongSupplier nanos) {
    this.converter = converter;
    this.bytesMax = Math.min(BYTES_MAX, uploadBytesMax);
    this.nanos = nanos;
  }

  static Photographs by(Media.Policy policy, LongSupplier nanos) {
    return new Photographs(
        policy.bytesMax(),
        policy.heicConverter().flatMap(wish -> Converter.of(wish, policy.photographs())),
        nanos);
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
    Work work = begin(call.actor().userNid());
    try (Converter.Folder folder = here.folder()) {
      keep(call.stream(), folder.photograph());
      inTurn(here, folder);
      return work.give(folder.answer());
    } catch (IOException | RuntimeException e) {
      work.end();
      throw e;
    }
  }

  /// Takes one of the rooms there are; who takes their picture for too long leaves theirs.
  private Work begin(long user) {
    Work before = works.get(user);
    if (before != null && before.isLate()) before.end();
    Work work = new Work(user);
    if (works.putIfAbsent(user, work) != null) throw Refused.limitExceeded(AGAIN_AFTER);
    if (room.tryAcquire()) return work;
    works.values().stream().filter(Work::isLate).forEach(Work::end);
    if (room.tryAcquire()) return work;
    works.remove(user, work);
    throw Refused.unavailable(AGAIN_AFTER);
  }

  /// A photograph, from its first byte until its picture was taken, or given up.
  private final class Work {
    private enum State {
      BEGUN,
      GIVEN,
      OVER
    }

    private final long user;
    private final AtomicReference<State> state = new AtomicReference<>(State.BEGUN);
    private volatile long givenNanos;
    private volatile InputStream picture = InputStream.nullInputStream();

    Work(long user) {
      this.user = user;
    }

    /// Answers with a file, which is open from here on: its name may go.
    Reply give(Path file) throws IOException {
      long length = Files.size(file);
      picture = Files.newInputStream(file);
      givenNanos = nanos.getAsLong();
      state.set(State.GIVEN);
      InputStream taken =
          new FilterInputStream(picture) {
            private long left = length;

            // Over before anybody has the last byte: who has it may ask for the next.
            @Override
            public int read(byte[] into, int from, int most) throws IOException {
              int read = super.read(into, from, most);
              left -= Math.max(0, read);
              if (left == 0) end();
              return read;
            }

            @Override
            public void close() {
              end();
            }
          };
      return Reply.stream(200, JPEG, taken, length).header("Cache-Control", "no-store");
    }

    boolean isLate() {
      return state.get() == State.GIVEN && nanos.getAsLong() - givenNanos > TAKING_MAX.toNanos();
    }

    /// From any thread, once or more often.
    void end() {
      if (state.getAndSet(State.OVER) == State.OVER) return;
      try {
        picture.close();
      } catch (IOException unread) {
        throw new UncheckedIOException(unread);
      } finally {
        works.remove(user, this);
        room.release();
      }
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

  /// Makes the answer, and looks at what was brought and what was made of it.
  private void inTurn(Converter here, Converter.Folder folder) throws IOException {
    try {
      if (!turns.tryAcquire(TURN_MAX.toNanos(), TimeUnit.NANOSECONDS)) {
        throw Refused.unavailable(AGAIN_AFTER);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw Refused.unavailable(AGAIN_AFTER);
    }
    try {
      check(folder.photograph());
      Path picture = here.picture(folder).orElseThrow(Photographs::unreadable);
      if (!kept(picture, folder.answer())) throw unreadable();
    } finally {
      turns.release();
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

  /// What a program made is looked at like what a stranger made.
  private static boolean kept(Path picture, Path answer) throws IOException {
    boolean fits =
        Pictures.measured(picture)
            .filter(it -> it.contentType().equals(JPEG))
            .filter(it -> (long) it.width() * it.height() <= PIXELS_MAX)
            .isPresent();
    if (!fits) return false;
    try (InputStream in = Files.newInputStream(picture);
        OutputStream out = Files.newOutputStream(answer, StandardOpenOption.CREATE_NEW)) {
      return JpegParts.pictureAlone(in, out);
    }
  }

  private Refused tooLarge() {
    return Refused.tooLarge("Photographs have at most " + bytesMax + " bytes here");
  }

  private static Refused unreadable() {
    return Refused.unknown("No picture can be made of this");
  }
}
