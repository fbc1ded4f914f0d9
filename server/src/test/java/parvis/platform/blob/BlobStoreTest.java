package parvis.platform.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parvis.base.Refused;

class BlobStoreTest {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
  private static final String HELLO_HASH =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @TempDir private Path folder;

  private static Blob put(BlobStore store, long bytesMax) throws IOException {
    try (var arrival = arrive(store, bytesMax, false)) {
      arrival.keep();
      return arrival.blob();
    }
  }

  private static BlobStore.Arrival arrive(BlobStore store, long bytesMax, boolean referred)
      throws IOException {
    return store.arrive(new ByteArrayInputStream(HELLO), bytesMax, _ -> referred);
  }

  @Test
  void bytesComeBackByTheirHash() throws IOException {
    BlobStore store = new BlobStore(folder);
    Blob blob = put(store, 5);
    assertThat(blob).isEqualTo(new Blob(HELLO_HASH, 5));
    assertThat(Files.readAllBytes(store.file(HELLO_HASH).orElseThrow())).isEqualTo(HELLO);
  }

  @Test
  void equalBytesAreKeptOnce() throws IOException {
    BlobStore store = new BlobStore(folder);
    put(store, 5);
    put(store, 5);
    assertThat(filesOf(folder)).isEqualTo(1);
  }

  @Test
  void whatIsTooLargeLeavesNoFile() {
    BlobStore store = new BlobStore(folder);
    assertThatThrownBy(() -> put(store, 4)).isInstanceOf(Refused.class);
    assertThat(filesOf(folder)).isZero();
  }

  @Test
  void aBrokenStreamLeavesNoFile() {
    BlobStore store = new BlobStore(folder);
    InputStream broken =
        new InputStream() {
          private int left = 100_000;

          @Override
          public int read() throws IOException {
            if (--left <= 0) throw new IOException("the line went dead");
            return 1;
          }
        };
    assertThatThrownBy(() -> store.arrive(broken, 1_000_000, _ -> false))
        .isInstanceOf(IOException.class);
    assertThat(filesOf(folder)).isZero();
  }

  @Test
  void whatAKilledProcessHalfReceivedIsRemoved() throws IOException {
    Files.createDirectories(folder.resolve("arriving"));
    Files.write(folder.resolve("arriving/7"), HELLO);
    BlobStore store = new BlobStore(folder);
    assertThat(filesOf(folder)).isZero();
    assertThat(put(store, 5).size()).isEqualTo(5);
  }

  @Test
  void whatIsNotKeptLeavesNoFileUnlessSomethingRefersToIt() throws IOException {
    BlobStore store = new BlobStore(folder);
    arrive(store, 5, false).close();
    assertThat(filesOf(folder)).isZero();
    arrive(store, 5, true).close();
    assertThat(store.file(HELLO_HASH)).isPresent();
    assertThat(filesOf(folder)).isEqualTo(1);
  }

  @Test
  void theLastOfThoseWhoBroughtTheSameDecides() throws IOException {
    BlobStore store = new BlobStore(folder);
    var refused = arrive(store, 5, false);
    var alsoRefused = arrive(store, 5, false);
    refused.close();
    assertThat(store.file(HELLO_HASH)).isPresent();
    alsoRefused.close();
    assertThat(filesOf(folder)).isZero();
  }

  /// Whoever looks whether anything refers to the bytes looks again when somebody came meanwhile.
  @Test
  void whoComesWhileAnotherLeavesKeepsTheirBytes() throws IOException {
    BlobStore store = new BlobStore(folder);
    var rows = new AtomicInteger();
    var looks = new AtomicInteger();
    Predicate<String> referred =
        _ -> {
          boolean before = rows.get() > 0;
          if (looks.incrementAndGet() == 1) {
            try (var other = arrive(store, 5, false)) {
              rows.incrementAndGet();
              other.keep();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
          return before;
        };
    store.arrive(new ByteArrayInputStream(HELLO), 5, referred).close();
    assertThat(looks.get()).isEqualTo(2);
    assertThat(store.file(HELLO_HASH)).isPresent();
    assertThat(filesOf(folder)).isEqualTo(1);
  }

  @Test
  void manyWhoBringTheSameLeaveItWhenAndOnlyWhenOneOfThemKeptIt() throws Exception {
    for (int round = 0; round < 50; round++) {
      BlobStore store = new BlobStore(folder.resolve("" + round));
      var rows = new AtomicInteger();
      int keeps = round % 4 == 0 ? 0 : 1;
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 8; i++) {
          boolean keep = i < keeps;
          threads.submit(
              () -> {
                try (var mine =
                    store.arrive(new ByteArrayInputStream(HELLO), 5, _ -> rows.get() > 0)) {
                  if (keep) {
                    rows.incrementAndGet();
                    mine.keep();
                  }
                }
                return null;
              });
        }
      }
      assertThat(filesOf(folder.resolve("" + round))).isEqualTo(keeps);
    }
  }

  @Test
  void whatIsInDoubtIsLookedAtAtTheNextStart() throws IOException {
    BlobStore store = new BlobStore(folder);
    store
        .arrive(
            new ByteArrayInputStream(HELLO),
            5,
            _ -> {
              throw new IllegalStateException("nobody knows");
            })
        .close();
    assertThat(store.file(HELLO_HASH)).isPresent();
    new BlobStore(folder).sweep(_ -> true);
    assertThat(filesOf(folder)).isEqualTo(1);
    var killed = arrive(new BlobStore(folder.resolve("other")), 5, false);
    assertThat(killed.blob().size()).isEqualTo(5);
    new BlobStore(folder.resolve("other")).sweep(_ -> false);
    assertThat(filesOf(folder.resolve("other"))).isZero();
  }

  @Test
  void aNameThatIsNoHashOpensNothing() throws IOException {
    assertThat(new BlobStore(folder).file("../../etc/passwd")).isEmpty();
  }

  private static long filesOf(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
