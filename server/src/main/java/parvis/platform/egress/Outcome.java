package parvis.platform.egress;

/// What became of a request.
public sealed interface Outcome {

  /// There is an answer, whatever it says; of a redirection, the answer is the redirection.
  ///
  /// @param contentType what the body is said to be; empty when nothing is said
  /// @param location where a redirection leads; empty when nowhere
  record Answered(int status, byte[] body, String contentType, String location)
      implements Outcome {}

  /// Nothing was sent: the address is not one that may be asked.
  record Barred() implements Outcome {}

  /// There is no answer: nobody listens, the name or the certificate is wrong, it took too long or
  /// was too large.
  record Failed() implements Outcome {}
}
