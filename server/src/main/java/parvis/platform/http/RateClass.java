package parvis.platform.http;

/// What a request costs its sender: each class has a bucket per account, or per address where
/// nobody is signed in.
///
/// A bucket holds `burst` requests and regains `perSecond` of them each second.
public enum RateClass implements Rate {
  /// Reading and everything that is not named below.
  ORDINARY(100, 400),
  /// Sending events and state.
  MESSAGE(10, 60),
  /// Creating, joining, inviting and the like: what spreads to many.
  JOIN(1, 30),
  /// Signing in, counted by address: a whole town hall may come from one at nine o'clock.
  LOGIN(2, 200),
  /// Trying a password of one account, counted by account and address: so that nobody is locked out
  /// by what a stranger does elsewhere.
  GUESS(0.2, 10),
  /// Making accounts, and asking whether a name is free: a class in a training room does it at
  /// once.
  REGISTER(0.5, 60),
  /// Asking for a mail, and telling the code in one, counted by address.
  MAIL(0.2, 60),
  /// Searching people and public rooms.
  SEARCH(2, 20),
  /// Uploading and creating media.
  UPLOAD(2, 40),
  /// Downloading media and thumbnails.
  MEDIA(50, 500),
  /// Device keys, one-time keys and to-device messages.
  KEYS(10, 100),
  /// What the directory of an organisation says of its people, counted by organisation.
  PROVISIONING(50, 500),
  /// Nothing: health checks and metrics.
  FREE(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  private final double perSecond;
  private final double burst;

  RateClass(double perSecond, double burst) {
    this.perSecond = perSecond;
    this.burst = burst;
  }

  @Override
  public double perSecond() {
    return perSecond;
  }

  @Override
  public double burst() {
    return burst;
  }
}
