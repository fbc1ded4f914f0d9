package parvis.platform.config;

/// The one sentence that tells whoever starts Parvis why it does not start, and what to do.
///
/// It is printed as it stands, without a stack trace: so it names the setting, file or program.
public final class StartRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StartRefused(String sentence) {
    super(sentence, null, false, false);
  }
}
