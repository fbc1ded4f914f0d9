package parvis.house.broken.core.sync;

import java.net.http.HttpClient;
import java.util.function.LongSupplier;
import parvis.house.broken.core.rooms.Early;

/// A part of the core in a cycle with another, which asks the world and the clock by itself.
public record Late(Early early, HttpClient web) {
  LongSupplier nanos() {
    return System::nanoTime;
  }
}
