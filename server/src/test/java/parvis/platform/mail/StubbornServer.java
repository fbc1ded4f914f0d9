package parvis.platform.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A mail server that says what a test wants of it: refuses, keeps silent, hangs up, speaks TLS.
final class StubbornServer implements AutoCloseable {
  /// Instead of an answer.
  static final String SILENCE = "silence";

  static final String HANGS_UP = "hangs up";

  private static final long SILENT_SECONDS_MAX = 20;

  private final ServerSocket socket;
  private final Map<String, String> answers;
  private final Optional<SSLContext> tls;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<String> heard = new ArrayList<>();

  /// @param answers by the first word of what is said; `.` is the end of a mail, `hello` the
  ///     beginning of a connection
  /// @param tls what it begins when STARTTLS is said
  StubbornServer(Map<String, String> answers, Optional<SSLContext> tls) {
    this.answers = answers;
    this.tls = tls;
    try {
      this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  /// What it was told, line by line, over TLS marked by a star.
  synchronized List<String> heard() {
    return List.copyOf(heard);
  }

  private synchronized void hear(String line, boolean secret) {
    heard.add(secret ? "*" + line : line);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        talk(client);
      } catch (IOException _) {
        // A client that is gone, or this server closing: either way the next one, if any.
        continue;
      }
    }
  }

  private void talk(Socket plain) throws IOException {
    Socket client = plain;
    if (!say(client, "hello", "220 localhost ready")) return;
    BufferedReader lines = lines(client);
    boolean inMail = false;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (inMail && !line.equals(".")) continue;
      hear(line, client != plain);
      String word = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
      inMail = word.equals("DATA") && !answers.containsKey("DATA");
      if (!say(client, word, ordinary(word, client != plain))) return;
      if (word.equals("STARTTLS") && tls.isPresent()) {
        client = secret(tls.get(), plain);
        lines = lines(client);
      }
    }
  }

  private static BufferedReader lines(Socket client) throws IOException {
    return new BufferedReader(
        new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
  }

  private static Socket secret(SSLContext tls, Socket plain) throws IOException {
    SSLSocket secret =
        (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), false);
    secret.setUseClientMode(false);
    secret.startHandshake();
    return secret;
  }

  private String ordinary(String word, boolean secret) {
    return switch (word) {
      case "EHLO" ->
          tls.isPresent() && !secret
              ? "250-localhost\r\n250 STARTTLS"
              : "250-localhost\r\n250 AUTH PLAIN";
      case "DATA" -> "354 go on";
      case "AUTH" -> "235 welcome";
      case "STARTTLS" -> "220 go on";
      case "QUIT" -> "221 bye";
      default -> "250 ok";
    };
  }

  /// Whether it goes on talking.
  private boolean say(Socket client, String word, String ordinary) throws IOException {
    @Nullable String answer = answers.get(word);
    if (SILENCE.equals(answer)) {
      await();
      return false;
    }
    if (HANGS_UP.equals(answer)) return false;
    String said = (answer == null ? ordinary : answer) + "\r\n";
    client.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
    return true;
  }

  private void await() {
    try {
      var _ = closed.await(SILENT_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
  }
}
