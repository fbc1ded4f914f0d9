package parvis.conformance;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;

/// A name server that knows no name and says so at once.
///
/// Homeservers learn each other's addresses from the hosts file of their network. What is left for
/// DNS is the look-up of SRV records, which hangs for a minute where no name server answers.
///
/// spec: RFC 1035 section 4.1
final class NoNames {
  private static final int QUERY_BYTES_MAX = 4096;
  private static final int HEADER_BYTES = 12;

  private NoNames() {}

  /// Answers at this address until the program ends.
  static void answer(InetSocketAddress address) throws IOException {
    var socket = new DatagramSocket(address);
    Thread.ofPlatform().daemon().name("no-names").start(() -> serve(socket));
  }

  private static void serve(DatagramSocket socket) {
    var query = new DatagramPacket(new byte[QUERY_BYTES_MAX], QUERY_BYTES_MAX);
    while (true) {
      try {
        query.setLength(QUERY_BYTES_MAX);
        socket.receive(query);
        byte[] answer = noSuchName(Arrays.copyOf(query.getData(), query.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
      } catch (IOException | IndexOutOfBoundsException e) {
        System.err.println("A query for a name was dropped: " + e);
      }
    }
  }

  /// The header and the one question of a query, marked as the answer "no such name". Whatever
  /// follows the question is left out.
  static byte[] noSuchName(byte[] query) {
    int end = HEADER_BYTES;
    while (query[end] != 0) end += (query[end] & 0xff) + 1;
    byte[] answer = Arrays.copyOf(query, Math.min(query.length, end + 5));
    answer[2] = (byte) ((query[2] & 0x01) | 0x84); // an answer, authoritative
    answer[3] = (byte) 0x83; // recursion available, no such name
    answer[4] = 0;
    answer[5] = 1; // one question
    Arrays.fill(answer, 6, HEADER_BYTES, (byte) 0);
    return answer;
  }
}
