package parvis.suite.bulletins;

import java.util.Optional;
import parvis.base.Spoken;

/// What administrators tell everybody.
///
/// @param organisation nid of the one whose people are told; absent: all of the server
/// @param english empty: it is told in French alone
/// @param after nid of the last person who got the notice; absent: it goes to nobody any more
/// @param told people who got the notice
record Bulletin(
    long nid,
    String id,
    long server,
    Optional<Long> organisation,
    String by,
    String french,
    String english,
    long createdMs,
    long untilMs,
    Optional<Long> withdrawnMs,
    Optional<Long> after,
    long told) {

  Spoken words() {
    return new Spoken(french, english);
  }
}
