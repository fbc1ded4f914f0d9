package parvis.platform.http;

import java.time.Duration;

/// A request that waits for its answer without holding a thread.
public interface Parked {
  /// Answers, from any thread. The first answer counts; later ones are dropped, as are answers to a
  /// client that left.
  void reply(Reply reply);

  /// Answers with a refusal, or with status 500 and a trace id for any other fault. The first
  /// answer counts.
  void fail(Throwable fault);

  /// Runs when the client leaves before it was answered, or when the server stops. Called at most
  /// once, on an event loop: it must be short. Called at once when the client has already left.
  void onClose(Runnable action);

  /// Runs something later on a virtual thread, precise to about 50 ms. A request has one timer: a
  /// further call replaces the one before, and an answer or the client's leaving cancels it.
  Cancel after(Duration delay, Runnable action);

  /// Answers with a head, and goes on. It counts as the answer: what is answered afterwards is
  /// dropped. A `HEAD` is over with its head.
  Live live(Live.Bounds bounds);

  /// Whether there is nobody left to answer.
  boolean closed();
}
