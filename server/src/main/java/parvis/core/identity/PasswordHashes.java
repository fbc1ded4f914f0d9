package parvis.core.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import parvis.base.Refused;

/// Argon2id hashes of passwords, computed by few threads so that logins never starve the rest.
///
/// Hashes carry their own cost (`$argon2id$v=19$m=…,t=…,p=…$salt$hash`), so it may be raised later.
/// Checking the password of somebody who does not exist takes as long as any other.
public final class PasswordHashes implements AutoCloseable {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int WAITING_MAX = 256;
  private static final Duration BUSY = Duration.ofSeconds(5);

  /// What one hash costs whoever computes it.
  public record Cost(int memoryKib, int passes, int lanes) {
    /// The least that OWASP recommends: 19 MiB, two passes.
    public static final Cost ORDINARY = new Cost(19_456, 2, 1);

    /// Next to nothing: for tests and for worlds whose passwords protect nothing.
    public static final Cost LEAST = new Cost(8, 1, 1);

    /// `ORDINARY`, unless the program was started with `-Dparvis.passwords=light`, to measure it.
    /// Whoever starts it so says that it is [#weak].
    public static Cost ofProgram() {
      return "light".equals(System.getProperty("parvis.passwords")) ? LEAST : ORDINARY;
    }

    /// Whether such hashes protect nothing.
    public boolean weak() {
      return memoryKib < ORDINARY.memoryKib;
    }
  }

  private record Parsed(Cost cost, byte[] salt, byte[] hash) {}

  private final Cost cost;
  private final SecureRandom random;
  private final ThreadPoolExecutor threads;
  private final String nobody;

  PasswordHashes(Cost cost, SecureRandom random) {
    this.cost = cost;
    this.random = random;
    int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    this.threads =
        new ThreadPoolExecutor(
            count,
            count,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING_MAX),
            Thread.ofPlatform().daemon().name("argon2-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    this.nobody = written(cost, new byte[SALT_BYTES], new byte[HASH_BYTES]);
  }

  String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return compute(() -> written(cost, salt, argon2id(cost, salt, password)));
  }

  boolean fits(String password, String stored) {
    Parsed parsed = parse(stored);
    byte[] computed = compute(() -> argon2id(parsed.cost(), parsed.salt(), password));
    return MessageDigest.isEqual(computed, parsed.hash());
  }

  /// Takes as long as `fits`, for accounts that are not there.
  boolean fitsNobody(String password) {
    fits(password, nobody);
    return false;
  }

  private <T> T compute(Callable<T> work) {
    Future<T> result;
    try {
      result = threads.submit(work);
    } catch (RejectedExecutionException tooManyWait) {
      throw Refused.unavailable(BUSY);
    }
    try {
      return result.get();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw Refused.unavailable(BUSY);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /// The same letters typed on different systems are the same password.
  private static byte[] argon2id(Cost cost, byte[] salt, String password) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib())
            .withIterations(cost.passes())
            .withParallelism(cost.lanes())
            .withSalt(salt)
            .build());
    byte[] hash = new byte[HASH_BYTES];
    String composed = Normalizer.normalize(password, Normalizer.Form.NFC);
    byte[] bytes = composed.getBytes(StandardCharsets.UTF_8);
    generator.generateBytes(bytes, hash);
    Arrays.fill(bytes, (byte) 0);
    return hash;
  }

  private static String written(Cost cost, byte[] salt, byte[] hash) {
    Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + cost.memoryKib()
        + ",t="
        + cost.passes()
        + ",p="
        + cost.lanes()
        + "$"
        + encoder.encodeToString(salt)
        + "$"
        + encoder.encodeToString(hash);
  }

  private static Parsed parse(String stored) {
    String[] parts = stored.split("\\$", -1);
    String[] costs = parts[3].split("[=,]", -1);
    Cost cost =
        new Cost(
            Integer.parseInt(costs[1]), Integer.parseInt(costs[3]), Integer.parseInt(costs[5]));
    return new Parsed(
        cost, Base64.getDecoder().decode(parts[4]), Base64.getDecoder().decode(parts[5]));
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
