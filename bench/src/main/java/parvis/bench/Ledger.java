package parvis.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// The book of who must see which message, and who saw it when: it finds what was lost, doubled or
/// out of order.
///
/// The first reader of a room who sees a message fixes its place in the order of that room; all
/// readers of the room must then see the same order without holes, and each sender's messages in
/// the order in which they were sent. A message whose sending failed may be seen or not, but the
/// same by everybody. Belongs to one thread.
final class Ledger {
  private static final int UNSEEN = -1;

  private final Stream[] rooms;
  private int[] roomOf = new int[1024];
  private int[] senderOf = new int[1024];
  private int[] placeOf = new int[1024];
  private final BitSet known = new BitSet();
  private final BitSet accepted = new BitSet();
  private long deliveries;
  private long doubled;
  private long disordered;
  private long unknown;

  /// A book for rooms with so many readers and senders each.
  Ledger(int rooms, int readers, int senders) {
    this.rooms = new Stream[rooms];
    for (int i = 0; i < rooms; i++) this.rooms[i] = new Stream(readers, senders);
  }

  /// What was seen of one room.
  private static final class Stream {
    private int length;
    private final int[] cursor;
    private final BitSet[] skipped;
    private final int[] latestOfSender;

    Stream(int readers, int senders) {
      cursor = new int[readers];
      skipped = new BitSet[readers];
      Arrays.setAll(skipped, i -> new BitSet());
      latestOfSender = new int[senders];
      Arrays.fill(latestOfSender, -1);
    }
  }

  /// What the book says in the end.
  ///
  /// @param accepted messages that the server accepted
  /// @param deliveries sightings, each reader's first of each message
  /// @param lost sightings that are missing
  /// @param doubled sightings beyond the first
  /// @param disordered sightings at another place than others saw, or than they were sent
  /// @param unknown sightings of messages that nobody sent
  record Verdict(
      long accepted, long deliveries, long lost, long doubled, long disordered, long unknown) {
    boolean clean() {
      return lost == 0 && doubled == 0 && disordered == 0 && unknown == 0;
    }
  }

  /// A message is about to be sent; numbers rise with time within each sender of a room.
  void sending(int message, int room, int sender) {
    if (message >= roomOf.length) grow(message);
    roomOf[message] = room;
    senderOf[message] = sender;
    placeOf[message] = UNSEEN;
    known.set(message);
  }

  /// The server accepted this message.
  void accepted(int message) {
    accepted.set(message);
  }

  /// A reader of the message's room saw it; true when for the first time.
  boolean seen(int reader, int message) {
    if (!known.get(message)) {
      unknown++;
      return false;
    }
    Stream room = rooms[roomOf[message]];
    int place = placeOf[message] == UNSEEN ? place(room, message) : placeOf[message];
    int cursor = room.cursor[reader];
    if (place >= cursor) {
      room.skipped[reader].set(cursor, place);
      room.cursor[reader] = place + 1;
      deliveries++;
      return true;
    }
    if (room.skipped[reader].get(place)) {
      room.skipped[reader].clear(place);
      disordered++;
      deliveries++;
      return true;
    }
    doubled++;
    return false;
  }

  private int place(Stream room, int message) {
    int sender = senderOf[message];
    if (message < room.latestOfSender[sender]) disordered++;
    room.latestOfSender[sender] = Math.max(message, room.latestOfSender[sender]);
    placeOf[message] = room.length++;
    return placeOf[message];
  }

  /// Whether every accepted message has been seen by every reader of its room.
  boolean complete() {
    return lost() == 0;
  }

  Verdict verdict() {
    return new Verdict(accepted.cardinality(), deliveries, lost(), doubled, disordered, unknown);
  }

  /// Where sightings are missing, as "reader of room: message", at most so many of them.
  List<String> missing(int max) {
    List<String> missing = new ArrayList<>();
    for (int message = known.nextSetBit(0); message >= 0; message = known.nextSetBit(message + 1)) {
      Stream room = rooms[roomOf[message]];
      int place = placeOf[message];
      if (place == UNSEEN) {
        if (accepted.get(message) && missing.size() < max) {
          missing.add("all of " + roomOf[message] + ": " + message);
        }
        continue;
      }
      for (int reader = 0; reader < room.cursor.length && missing.size() < max; reader++) {
        if (place >= room.cursor[reader] || room.skipped[reader].get(place)) {
          String last = place >= room.cursor[reader] ? " and what follows" : "";
          missing.add(reader + " of " + roomOf[message] + ": " + message + last);
        }
      }
    }
    return missing;
  }

  private long lost() {
    long lost = 0;
    for (Stream room : rooms) {
      for (int reader = 0; reader < room.cursor.length; reader++) {
        lost += room.length - room.cursor[reader] + room.skipped[reader].cardinality();
      }
    }
    for (int i = accepted.nextSetBit(0); i >= 0; i = accepted.nextSetBit(i + 1)) {
      if (placeOf[i] == UNSEEN) lost += rooms[roomOf[i]].cursor.length;
    }
    return lost;
  }

  private void grow(int message) {
    int size = Math.max(message + 1, roomOf.length * 2);
    roomOf = Arrays.copyOf(roomOf, size);
    senderOf = Arrays.copyOf(senderOf, size);
    placeOf = Arrays.copyOf(placeOf, size);
  }
}
