package parvis.core.identity;

import com.nulabinc.zxcvbn.Zxcvbn;
import java.util.List;
import parvis.protocol.id.UserId;

/// How hard a password is to guess, by zxcvbn: from 0 to 4, which the web client shows as bars.
final class Strength {
  /// What is looked at of a password: judging takes longer than its length grows.
  private static final int JUDGED_CHARS_MAX = 100;

  /// The words that others choose are read when the first password is judged.
  private static final class Judge {
    private static final Zxcvbn JUDGE = new Zxcvbn();
  }

  private Strength() {}

  /// Words about its owner make it no harder.
  static int of(String password, UserId owner) {
    String judged = password.substring(0, Math.min(password.length(), JUDGED_CHARS_MAX));
    List<String> about = List.of("parvis", owner.localpart(), owner.server().value());
    return Judge.JUDGE.measure(judged, about).getScore();
  }
}
