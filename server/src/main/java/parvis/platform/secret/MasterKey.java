package parvis.platform.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import parvis.platform.config.StartRefused;

/// The one secret that lies outside the database: 32 bytes in a file of the operator.
///
/// It encrypts the signing keys and tokens that must be readable again, so a copy of the database
/// alone signs nothing and lets nobody in. Keys for each purpose are derived from it.
public final class MasterKey {
  /// Its name inside the data folder.
  public static final String FILE = "master.key";

  public static final int BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final byte[] secret;
  private final SecureRandom random;

  public MasterKey(byte[] secret, SecureRandom random) {
    if (secret.length != BYTES) throw new IllegalArgumentException("a master key has 32 bytes");
    this.secret = secret.clone();
    this.random = random;
  }

  /// The key in this file, which is made, readable by its owner alone, when there is none.
  public static MasterKey of(Path file, SecureRandom random) {
    try {
      if (!Files.exists(file)) create(file, random);
      String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
      if (text.length() != BYTES * 2) throw unreadable(file);
      return new MasterKey(HexFormat.of().parseHex(text), random);
    } catch (IllegalArgumentException notHex) {
      throw unreadable(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The file has its name when all of it is on disk: who is killed meanwhile leaves none.
  private static void create(Path file, SecureRandom random) throws IOException {
    byte[] fresh = new byte[BYTES];
    random.nextBytes(fresh);
    String text = HexFormat.of().formatHex(fresh) + "\n";
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path unfinished = file.resolveSibling(FILE + ".new");
    Files.deleteIfExists(unfinished);
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) channel.write(bytes);
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  private static StartRefused unreadable(Path file) {
    return new StartRefused(
        "The master key file "
            + file
            + " must hold 64 hexadecimal digits; restore it from a backup");
  }

  /// A key for one purpose, of 32 bytes.
  public byte[] derive(String purpose) {
    return hmac(secret, purpose.getBytes(StandardCharsets.UTF_8));
  }

  /// Encrypts by AES-256-GCM; `purpose` must be the same when it is opened.
  public byte[] seal(String purpose, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, purpose, nonce, plain, 0);
    byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
    System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
    return all;
  }

  public byte[] open(String purpose, byte[] sealed) {
    byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
    return crypt(Cipher.DECRYPT_MODE, purpose, nonce, sealed, NONCE_BYTES);
  }

  private byte[] crypt(int mode, String purpose, byte[] nonce, byte[] bytes, int from) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      SecretKeySpec key = new SecretKeySpec(derive("seal " + purpose), "AES");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(bytes, from, bytes.length - from);
    } catch (AEADBadTagException otherKey) {
      throw new StartRefused(
          "The master key does not open what the database holds; restore the key file that belongs to it");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
