package parvis.platform.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// One HTTP/2 connection, spoken frame by frame. Of each stream it takes what fits into the window
/// that it begins with, and no more.
/// spec: https://www.rfc-editor.org/rfc/rfc9113#section-4
final class Frames implements AutoCloseable {
  static final int HEADERS = 1;
  static final int RESET = 3;

  /// The first byte of a head that says 200.
  static final byte OK = (byte) 0x88;

  private static final int SETTINGS = 4;
  private static final int WINDOW_UPDATE = 8;
  private static final int LAST_OF_ALL = 5;
  private static final int WITH_PRIORITY = 0x20;
  private static final int PRIORITY_BYTES = 5;
  private static final int CONNECTION_WINDOW_BYTES = 1024 * 1024;
  private static final Duration READ_MAX = Duration.ofSeconds(20);
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private final SSLSocket socket;
  private final DataInputStream in;

  /// What came; of a head without its place among others.
  record Frame(int type, int stream, byte[] payload) {}

  Frames(SSLContext trusting, int port) throws IOException {
    socket = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", port);
    socket.setSoTimeout((int) READ_MAX.toMillis());
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    in = new DataInputStream(socket.getInputStream());
    socket.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
    send(SETTINGS, 0, 0, new byte[0]);
    byte[] window = ByteBuffer.allocate(4).putInt(CONNECTION_WINDOW_BYTES).array();
    send(WINDOW_UPDATE, 0, 0, window);
  }

  private void send(int type, int flags, int stream, byte[] payload) throws IOException {
    var frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) 0).putShort((short) payload.length).put((byte) type).put((byte) flags);
    socket.getOutputStream().write(frame.putInt(stream).put(payload).array());
    socket.getOutputStream().flush();
  }

  /// Asks for something; the head is packed by the static table.
  /// spec: https://www.rfc-editor.org/rfc/rfc7541#appendix-A
  void get(int stream, String path) throws IOException {
    var head = new ByteArrayOutputStream();
    head.write(0x82);
    head.write(0x87);
    literal(head, 1, "localhost");
    literal(head, 4, path);
    send(HEADERS, LAST_OF_ALL, stream, head.toByteArray());
  }

  private static void literal(ByteArrayOutputStream head, int name, String value) {
    head.write(name);
    head.write(value.length());
    head.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  /// The next frame of a type on a stream; what comes before it is left.
  ///
  /// @throws IOException when the connection ends first
  Frame await(int type, int stream) throws IOException {
    Frame frame = next();
    while (frame.type() != type || frame.stream() != stream) {
      frame = next();
    }
    return frame;
  }

  private Frame next() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    byte[] payload = new byte[length];
    in.readFully(payload);
    int before = type == HEADERS && (flags & WITH_PRIORITY) != 0 ? PRIORITY_BYTES : 0;
    return new Frame(type, stream, Arrays.copyOfRange(payload, before, length));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
