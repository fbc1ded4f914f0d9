package parvis.core.identity;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.core.identity.Announcements.AccessNoted;
import parvis.platform.config.Config;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.http.Authenticator;
import parvis.platform.http.RateLimits;
import parvis.platform.http.Route;
import parvis.platform.http.Routes;
import parvis.platform.log.Log;
import parvis.platform.mail.Outbox;
import parvis.platform.secret.MasterKey;
import parvis.protocol.id.ServerName;
import parvis.protocol.json.JsonObject;

/// The wiring of identity.
public final class IdentityFeature implements AutoCloseable {
  /// What identity is built from. `nids` gives numbers that were never given before; `version` is
  /// the program's.
  public record Needs(
      Config config,
      Db db,
      Log log,
      LongSupplier nids,
      RateLimits limits,
      MasterKey masterKey,
      Outbox outbox,
      Clock clock,
      SecureRandom random,
      PasswordHashes.Cost passwordCost,
      String version) {}

  private final Announcements announcements = new Announcements();
  private final Unheard unheard;
  private final PasswordHashes passwords;
  private final Users users;
  private final Servers servers;
  private final Sessions sessions;
  private final Devices devices;
  private final Profiles profiles;
  private final Accounts accounts;
  private final Bars bars;
  private final Guests guests;
  private final Newcomers newcomers;
  private final Addresses addresses;
  private final OwnerProof ownerProof;
  private final SignIn signIn;
  private final Secrets secrets;
  private final Administration administration;
  private final OpenIds openIds;
  private final LoginTokens loginTokens;
  private final SetupLink setupLink;
  private final Services services;
  private final Masquerading masquerading;
  private final Partings partings;
  private final Admission admission;
  private final OwnRecord ownRecord;
  private final boolean administratorsProveTwice;
  private final Routes routes;

  /// Who else signs people in, as clients are told.
  private volatile Function<Servers.Server, List<JsonObject>> providers = _ -> List.of();

  public IdentityFeature(Needs needs) {
    Db db = needs.db();
    Clock clock = needs.clock();
    Config config = needs.config();
    MasterKey masterKey = needs.masterKey();
    this.secrets = new Secrets(needs.random(), masterKey);
    this.administratorsProveTwice = config.administratorsProveTwice() && !config.demo();
    this.passwords = new PasswordHashes(needs.passwordCost(), needs.random());
    this.users = new Users(db, needs.nids());
    this.servers = servers(needs);
    this.services = new Services(servers::isLocal);
    this.unheard = new Unheard(db, clock, announcements);
    this.sessions =
        new Sessions(db, needs.nids(), secrets, clock, services, announcements, unheard);
    this.partings = new Partings(db, clock);
    this.masquerading = new Masquerading(services, sessions, db);
    follow(needs.log());
    this.devices = new Devices(db, sessions, announcements, unheard);
    this.profiles = profiles(needs);
    this.accounts = accounts(needs);
    this.administration = new Administration(accounts);
    this.bars = new Bars(db, sessions, announcements, unheard);
    this.guests =
        new Guests(db, accounts, passwords, sessions, unheard, secrets, clock, config.guests());
    Seals seals = new Seals(masterKey, secrets, clock);
    WebStages webStages = new WebStages(db, masterKey, clock);
    InteractiveAuth auth = new InteractiveAuth(seals, webStages);
    KeyResets resets = new KeyResets(db, clock, config.publicAddress());
    this.addresses = new Addresses(db, clock);
    this.ownRecord = new OwnRecord(db, profiles, addresses, devices);
    ProofLetters letters = new ProofLetters(config.publicAddress());
    AddressProofs proofs =
        new AddressProofs(db, addresses, needs.outbox(), letters, secrets, clock);
    this.ownerProof = ownerProof(needs, auth, resets, proofs);
    PasswordResets forgotten =
        new PasswordResets(accounts, addresses, proofs, letters, needs.outbox());
    Invitations invitations = new Invitations(db, masterKey, secrets, clock);
    this.admission = new Admission(db, config.registration(), masterKey, secrets, invitations);
    admission.begin(servers.primary());
    profiles.given(admission::locksName);
    SignInCodes codes = codes(needs);
    this.newcomers = new Newcomers(users, codes, secrets, clock);
    this.openIds = new OpenIds(db, secrets, clock);
    this.loginTokens = new LoginTokens(db, accounts, secrets, clock);
    this.signIn = signIn(needs, byAddress(needs, codes));
    devices.takeAlong((tx, user, _) -> LoginTokens.takeBack(tx, user));
    this.setupLink = new SetupLink(db, secrets, clock);
    ServiceSignIn serviceSignIn =
        new ServiceSignIn(services, servers, accounts, addresses, sessions);
    List<Route> all = new ArrayList<>(login(serviceSignIn));
    all.addAll(register(config, auth, serviceSignIn, proofs));
    all.addAll(stagePages(needs, admission, webStages));
    all.addAll(
        new SharedSecretRoutes(config.registrationSecret(), servers, accounts, sessions, seals)
            .all());
    all.addAll(ofAccounts(needs, resets, forgotten));
    all.addAll(
        new ThirdPartyRoutes(
                db, servers, addresses, proofs, admission, ownerProof, config.publicAddress())
            .all());
    all.addAll(new AddressSignInRoutes(servers, codes, signIn, sessions).all());
    all.addAll(house(needs, admission, invitations));
    all.addAll(new InvitationAdminRoutes(invitations, admission, servers, clock).all());
    this.routes = new Routes(all);
  }

  private static Servers servers(Needs needs) {
    return new Servers(
        needs.db(),
        needs.nids(),
        needs.masterKey(),
        needs.random(),
        needs.clock(),
        new ServerName(needs.config().serverName()));
  }

  private SignInCodes codes(Needs needs) {
    SignInLetters letters = new SignInLetters(needs.config().publicAddress());
    return new SignInCodes(
        needs.db(), addresses, admission, needs.outbox(), letters, secrets, needs.clock());
  }

  private SignIn signIn(Needs needs, AddressSignIn byAddress) {
    boolean mails = needs.config().mailServer().isPresent();
    return new SignIn(servers, accounts, addresses, loginTokens, needs.limits(), byAddress, mails);
  }

  private AddressSignIn byAddress(Needs needs, SignInCodes codes) {
    return new AddressSignIn(
        new AddressSignIn.Needs(
            needs.db(),
            codes,
            addresses,
            admission,
            accounts,
            services,
            bars,
            secrets,
            needs.config().terms(),
            needs.clock()));
  }

  private List<Route> register(
      Config config, InteractiveAuth auth, ServiceSignIn serviceSignIn, AddressProofs proofs) {
    return new RegisterRoutes(
            servers,
            accounts,
            guests,
            sessions,
            admission,
            auth,
            secrets,
            serviceSignIn,
            signIn,
            config.terms(),
            addresses,
            config.mailServer().map(_ -> proofs))
        .all();
  }

  private Profiles profiles(Needs needs) {
    long peopleADay = needs.config().aDay().people();
    return new Profiles(
        needs.db(), unheard, announcements, needs.limits(), peopleADay, needs.clock());
  }

  private Accounts accounts(Needs needs) {
    return new Accounts(
        new Accounts.Needs(
            needs.db(),
            users,
            servers,
            passwords,
            profiles,
            sessions,
            devices,
            unheard,
            services,
            needs.clock(),
            needs.config().passwordCharsMin(),
            needs.config().passwordStrengthMin()));
  }

  private List<Route> house(Needs needs, Admission admission, Invitations invitations) {
    return new HouseRoutes(
            new HouseRoutes.Needs(
                needs.config(),
                needs.version(),
                servers,
                accounts,
                profiles,
                admission,
                invitations,
                setupLink,
                signIn,
                sessions,
                ownerProof))
        .all();
  }

  private List<Route> stagePages(Needs needs, Admission admission, WebStages stages) {
    Optional<Config.Terms> terms = needs.config().terms();
    return new WebStageRoutes(servers, accounts, admission, stages, needs.limits(), terms).all();
  }

  private List<Route> login(ServiceSignIn serviceSignIn) {
    List<Route> all = new ArrayList<>(new LoginTokenRoutes(loginTokens, ownerProof).all());
    all.addAll(
        new LoginRoutes(
                servers,
                signIn,
                sessions,
                devices,
                serviceSignIn,
                server -> providers.apply(server))
            .all());
    return all;
  }

  private List<Route> ofAccounts(Needs needs, KeyResets resets, PasswordResets forgotten) {
    Config config = needs.config();
    Clock clock = needs.clock();
    List<Route> all =
        new ArrayList<>(
            new AccountRoutes(accounts, ownerProof, openIds, resets, forgotten, servers).all());
    all.addAll(new DeviceRoutes(accounts, devices, ownerProof, needs.nids(), clock).all());
    all.addAll(new ProfileRoutes(profiles, accounts, admission, config.directory()).all());
    all.addAll(administration(needs));
    all.addAll(new DiscoveryRoutes(config).all());
    all.addAll(new HelpRoutes(config, clock).all());
    return all;
  }

  private List<Route> administration(Needs needs) {
    List<Route> all = new ArrayList<>(new BarRoutes(administration, bars).all());
    all.addAll(
        new AccountAdminRoutes(
                administration,
                accounts,
                new AccountStore(needs.db()),
                servers,
                profiles,
                bars,
                needs.version())
            .all());
    all.addAll(new DeviceAdminRoutes(administration, devices).all());
    return all;
  }

  private void follow(Log log) {
    AccessNews news = new AccessNews(log, sessions, announcements);
    announcements.on(AccessNoted.class, noted -> news.tell(noted.userNid()));
    log.follow(news);
  }

  /// A new one-time link, as a path of the web client, while there is no administrator.
  public Optional<String> setupPath() {
    if (accounts.hasAdmin(servers.primary())) return Optional.empty();
    return Optional.of("/setup/" + setupLink.create(servers.primary()));
  }

  public Announcements announcements() {
    return announcements;
  }

  public Unheard unheard() {
    return unheard;
  }

  /// Says again what not everybody has heard for so long; to be called once at the start, and then
  /// now and again.
  public void sayAgain(Duration age) {
    unheard.sayAgain(age);
  }

  /// Forgets what shows whose accounts were that ended long ago; to be called now and then.
  public void forgetPartings() {
    partings.forget();
  }

  public Users users() {
    return users;
  }

  public Servers servers() {
    return servers;
  }

  public Sessions sessions() {
    return sessions;
  }

  /// Who acts, by any token.
  public Authenticator authenticator() {
    return masquerading;
  }

  public Services services() {
    return services;
  }

  public Devices devices() {
    return devices;
  }

  public Profiles profiles() {
    return profiles;
  }

  public Accounts accounts() {
    return accounts;
  }

  public Bars bars() {
    return bars;
  }

  public Newcomers newcomers() {
    return newcomers;
  }

  public Guests guests() {
    return guests;
  }

  public Addresses addresses() {
    return addresses;
  }

  private OwnerProof ownerProof(
      Needs needs, InteractiveAuth auth, KeyResets resets, AddressProofs proofs) {
    return new OwnerProof(
        auth,
        accounts,
        servers,
        needs.limits(),
        sessions,
        resets,
        addresses,
        services,
        proofs,
        needs.db(),
        needs.config().mailServer().isPresent());
  }

  public OwnerProof ownerProof() {
    return ownerProof;
  }

  public SignIn signIn() {
    return signIn;
  }

  public Secrets secrets() {
    return secrets;
  }

  public LoginTokens loginTokens() {
    return loginTokens;
  }

  public Administration administration() {
    return administration;
  }

  /// Has clients be told of others who sign people in.
  public void tell(Function<Servers.Server, List<JsonObject>> providers) {
    this.providers = providers;
  }

  /// Lets words of others make accounts, too, where not everybody is kept out.
  public void admit(BiFunction<Servers.Server, String, Optional<EntryWord>> words) {
    admission.admit(words);
  }

  /// Lets organisations say whom an address lets in, and whose names they give.
  public void admit(Belonging belonging) {
    admission.admit(belonging);
  }

  /// What must happen together with letting in people who are named by a rule, such as a domain:
  /// where registration is closed, it opens to them and to who is invited.
  public Consumer<Tx> inviting(Servers.Server server) {
    return admission.inviting(server);
  }

  /// From here on a second factor is asked for at every door.
  public void ask(SignIn.SecondFactor second) {
    signIn.ask(second);
    sessions.ask(second);
    ownerProof.ask(second);
  }

  /// Whether somebody must have a second factor: who administers, once they are not alone in the
  /// house any more, and who works for an organisation that asks it of all.
  public boolean asksSecondFactor(Account account) {
    if (administratorsProveTwice && accounts.isAlone()) return false;
    return (administratorsProveTwice && account.admin())
        || admission.asksSecondFactor(account.userNid(), administratorsProveTwice);
  }

  /// Whether somebody works for an organisation that asks it of all: without one, no session of
  /// theirs goes on.
  public boolean shutsOutWithoutFactor(Account account) {
    return admission.asksSecondFactor(account.userNid(), false);
  }

  /// What organisations ask, as one text: another one where that changed.
  public String secondFactorRule() {
    return admission.secondFactorRule();
  }

  public OpenIds openIds() {
    return openIds;
  }

  /// What is kept here of somebody, for themselves.
  public JsonObject ownRecord(Actor actor) {
    return ownRecord.of(actor);
  }

  public Routes routes() {
    return routes;
  }

  @Override
  public void close() {
    passwords.close();
  }
}
