package parvis.platform.log;

import java.util.List;

/// What a batch has to say: rows for the followers, and then an answer for each writer.
///
/// @param rows consecutive positions, or none
record Delivery(List<LogRow> rows, List<Answer> answers) {
  static final Delivery NOTHING = new Delivery(List.of(), List.of());

  record Answer(Pending pending, Outcome outcome) {
    void give() {
      pending.outcome().complete(outcome);
    }
  }
}
