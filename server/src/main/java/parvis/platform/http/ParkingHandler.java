package parvis.platform.http;

/// Takes a request that may wait long for its answer, such as a sync.
///
/// It runs on a virtual thread and returns early; the request is answered later through `Parked`,
/// and while it waits no thread is held. It should not keep the `Call`: whoever parks keeps only
/// what the answer needs.
@FunctionalInterface
public interface ParkingHandler {
  void handle(Call call, Parked parked) throws Exception;
}
