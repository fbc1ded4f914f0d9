package parvis.protocol.event;

/// What came of an event that another server sent.
///
/// spec: server-server-api#checks-performed-on-receipt-of-a-pdu, steps 1 to 3
sealed interface Arrival {
  /// Signed and whole.
  record Intact(Pdu event) implements Arrival {}

  /// Signed, but its content is not what was hashed: only the redacted event is used.
  record Pruned(Pdu event) implements Arrival {}

  /// Not an event, or not signed by whom it names. It drops alone: others of its transaction are
  /// not touched.
  ///
  /// @param reason a sentence for logs and for the answer to the transaction
  record Dropped(String reason) implements Arrival {}
}
