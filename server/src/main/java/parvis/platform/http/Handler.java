package parvis.platform.http;

/// Answers one request, on a virtual thread of its own: it may block.
@FunctionalInterface
public interface Handler {
  Reply handle(Call call) throws Exception;
}
