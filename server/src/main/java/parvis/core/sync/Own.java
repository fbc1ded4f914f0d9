package parvis.core.sync;

import parvis.base.Refused;
import parvis.platform.http.Call;

/// What is kept for one person alone: nobody may read or write another's.
final class Own {
  private Own() {}

  static void check(Call call) {
    if (!call.path("userId").equals(call.actor().user().value())) {
      throw Refused.forbidden("This belongs to somebody else.");
    }
  }
}
