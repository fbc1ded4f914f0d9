package parvis.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A free port of 127.0.0.1 whose every connection is joined to a port of a container.
///
/// It stays while the container exists and so survives its restarts. While nothing listens in the
/// container, whoever connects sees a connection that closes.
final class PublishedPort implements AutoCloseable {
  private static final int BACKLOG = 512;

  private final InetSocketAddress target;
  private final ServerSocket listener;

  private PublishedPort(InetSocketAddress target, ServerSocket listener) {
    this.target = target;
    this.listener = listener;
  }

  static PublishedPort of(InetSocketAddress target) {
    try {
      var listener = new ServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1"));
      var port = new PublishedPort(target, listener);
      Thread.startVirtualThread(port::accept);
      return port;
    } catch (IOException e) {
      throw new UncheckedIOException("no port of 127.0.0.1 is left", e);
    }
  }

  int number() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.startVirtualThread(() -> join(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void join(Socket client) {
    try (client;
        var server = new Socket(target.getAddress(), target.getPort())) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Thread answers = Thread.startVirtualThread(() -> pump(server, client));
      pump(client, server);
      answers.join();
    } catch (IOException gone) {
      return; // nothing listens, or one side left: both are closed, which tells the other
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Copies until `from` ends, then ends `to` and leaves the other direction open, as HTTP may. A
  /// copy that breaks ends both directions.
  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException broken) {
      closed(from);
      closed(to);
    }
  }

  private static void closed(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception _) {
      return; // it is thrown away
    }
  }

  @Override
  public void close() {
    closed(listener);
  }
}
