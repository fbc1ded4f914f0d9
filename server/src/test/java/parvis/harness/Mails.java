package parvis.harness;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import parvis.protocol.json.JsonObject;

/// The outbox of a house without a mail server, as its administrator reads it.
public final class Mails {
  private static final String MAILS = "/api/v1/mails";
  private static final long WAIT_SECONDS = 20;

  private Mails() {}

  /// The last mail to somebody, once it lies in its file.
  public static JsonObject kept(Client administrator, String to) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (System.nanoTime() < end) {
      List<JsonObject> mails =
          administrator.get(MAILS).ok().json().array("mails").orElseThrow().objects();
      Optional<JsonObject> last =
          mails.stream().filter(mail -> mail.string("to").orElseThrow().equals(to)).findFirst();
      if (last.filter(mail -> mail.string("state").orElseThrow().equals("kept")).isPresent()) {
        return last.get();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    throw new AssertionError("no mail to " + to);
  }

  /// What it says.
  public static String text(Client administrator, String to) {
    long number = kept(administrator, to).integer("number").orElseThrow();
    return administrator.get(MAILS + "/" + number).ok().string("text");
  }
}
