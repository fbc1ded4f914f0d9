package parvis.platform.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parvis.base.Refused;

class BlobStoreTest {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
  private static final String HELLO_HASH =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @TempDir private Path folder;

  @Test
  void bytesComeBackByTheirHash() throws IOException {
    BlobStore store = new BlobStore(folder);
    Blob blob = store.put(new ByteArrayInputStream(HELLO), 5);
    assertThat(blob).isEqualTo(new Blob(HELLO_HASH, 5));
    try (InputStream bytes = store.open(HELLO_HASH).orElseThrow()) {
      assertThat(bytes.readAllBytes()).isEqualTo(HELLO);
    }
  }

  @Test
  void equalBytesAreKeptOnce() throws IOException {
    BlobStore store = new BlobStore(folder);
    store.put(new ByteArrayInputStream(HELLO), 5);
    store.put(new ByteArrayInputStream(HELLO), 5);
    assertThat(filesOf(folder)).isEqualTo(1);
    store.delete(HELLO_HASH);
    assertThat(store.open(HELLO_HASH)).isEmpty();
  }

  @Test
  void whatIsTooLargeLeavesNoFile() {
    BlobStore store = new BlobStore(folder);
    assertThatThrownBy(() -> store.put(new ByteArrayInputStream(HELLO), 4))
        .isInstanceOf(Refused.class);
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
    assertThatThrownBy(() -> store.put(broken, 1_000_000)).isInstanceOf(IOException.class);
    assertThat(filesOf(folder)).isZero();
  }

  @Test
  void whatAKilledProcessHalfReceivedIsRemoved() throws IOException {
    Files.createDirectories(folder.resolve("arriving"));
    Files.write(folder.resolve("arriving/7"), HELLO);
    BlobStore store = new BlobStore(folder);
    assertThat(filesOf(folder)).isZero();
    assertThat(store.put(new ByteArrayInputStream(HELLO), 5).size()).isEqualTo(5);
  }

  @Test
  void aNameThatIsNoHashOpensNothing() throws IOException {
    assertThat(new BlobStore(folder).open("../../etc/passwd")).isEmpty();
  }

  private static long filesOf(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
