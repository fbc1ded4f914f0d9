package parvis.app;

import java.util.List;
import java.util.Set;
import parvis.core.appservice.AppserviceFeature;
import parvis.core.factors.FactorsFeature;
import parvis.core.federation.FederationFeature;
import parvis.core.identity.IdentityFeature;
import parvis.core.keys.KeysFeature;
import parvis.core.mailboxes.MailboxesFeature;
import parvis.core.media.LinkPreviews;
import parvis.core.media.Media;
import parvis.core.moderation.ModerationFeature;
import parvis.core.oauth.OAuthFeature;
import parvis.core.openid.OpenIdFeature;
import parvis.core.organisations.OrganisationsFeature;
import parvis.core.presence.PresenceFeature;
import parvis.core.push.PushFeature;
import parvis.core.rights.Rights;
import parvis.core.rooms.RoomsFeature;
import parvis.core.search.SearchFeature;
import parvis.core.sync.Keyed;
import parvis.core.sync.Rules;
import parvis.core.sync.SyncFeature;
import parvis.platform.blob.BlobStore;
import parvis.platform.config.Config;
import parvis.platform.egress.Authorities;
import parvis.platform.http.Routes;
import parvis.platform.log.Tail;
import parvis.platform.mail.MailFeature;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.json.JsonObject;
import parvis.suite.spaces.SpacesFeature;

/// Every feature of the spine, made in the order in which they need each other, and what each is
/// given.
record Core(
    IdentityFeature identity,
    FactorsFeature factors,
    OrganisationsFeature organisations,
    MailboxesFeature mailboxes,
    RoomsFeature rooms,
    Rights rights,
    KeysFeature keys,
    PresenceFeature presence,
    SyncFeature sync,
    PushFeature push,
    SearchFeature search,
    SearchFeature.Needs searching,
    Media media,
    LinkPreviews previews,
    ModerationFeature moderation,
    FederationFeature federation,
    OAuthFeature oauth,
    OpenIdFeature openid,
    AppserviceFeature appservice,
    MailFeature mail) {
  /// How a room is marked in which the server itself speaks.
  private static final JsonObject NOTICES =
      JsonObject.of("tags", JsonObject.of("m.server_notice", JsonObject.EMPTY));

  static Core made(Ground ground, Closing closing) {
    SearchFeature search =
        closing.later(
            new SearchFeature(ground.db(), ground.log(), ground.memory(), ground.nanos()));
    Keyed keyed = new Keyed(ground.db(), ground.log(), ground.memory());
    Rules rules = new Rules(keyed, ground.memory());
    IdentityFeature identity = closing.later(identity(ground));
    FactorsFeature factors = factors(ground, identity);
    OrganisationsFeature organisations = organisations(ground, identity, factors);
    RoomsFeature rooms = closing.later(rooms(ground, identity, organisations, rules));
    KeysFeature keys = keys(ground, identity);
    Tail tail = new Tail();
    PresenceFeature presence = presence(ground, identity, rooms, tail);
    SyncFeature sync =
        closing.later(sync(ground, identity, rooms, keys, presence, tail, keyed, rules));
    PushFeature push = closing.later(push(ground, closing, identity, rooms, sync, rules));
    Media media = closing.later(media(ground));
    Rights rights = rights(ground, identity, organisations, rooms);
    rooms.meant(rights::isMeant);
    OpenIdFeature openid = openid(ground, closing, identity);
    return new Core(
        identity,
        factors,
        organisations,
        mailboxes(ground, identity, factors, organisations),
        rooms,
        rights,
        keys,
        presence,
        sync,
        push,
        search,
        searching(ground, identity, rooms, rights, rules),
        media,
        previews(ground, closing, media),
        moderation(ground, identity, organisations, rooms, sync),
        federation(ground, identity),
        oauth(ground, identity, openid),
        openid,
        closing.later(appservice(ground, closing, identity, rooms, keys, sync)),
        closing.later(mail(ground, identity)));
  }

  List<Routes> routes() {
    return List.of(
        identity.routes(),
        factors.routes(),
        organisations.routes(),
        mailboxes.routes(),
        rooms.routes(),
        keys.routes(),
        presence.routes(),
        sync.routes(),
        push.routes(),
        media.routes(),
        previews.routes(),
        moderation.routes(),
        federation.routes(),
        oauth.routes(),
        openid.routes(),
        appservice.routes(),
        mail.routes());
  }

  private static IdentityFeature identity(Ground ground) {
    return new IdentityFeature(
        new IdentityFeature.Needs(
            ground.config(),
            ground.db(),
            ground.log(),
            ground.nids()::next,
            ground.limits(),
            ground.masterKey(),
            ground.outbox(),
            ground.clock(),
            ground.random(),
            ground.given().passwordCost(),
            Main.VERSION));
  }

  private static OpenIdFeature openid(Ground ground, Closing closing, IdentityFeature identity) {
    return new OpenIdFeature(
        new OpenIdFeature.Needs(
            ground.db(),
            identity,
            ground.masterKey(),
            closing.later(ground.wayOut(Set.of())),
            ground.config().publicAddress(),
            ground.clock()));
  }

  private static FactorsFeature factors(Ground ground, IdentityFeature identity) {
    return new FactorsFeature(
        ground.db(),
        ground.masterKey(),
        identity,
        ground.outbox(),
        ground.config().publicAddress(),
        ground.clock());
  }

  private static OrganisationsFeature organisations(
      Ground ground, IdentityFeature identity, FactorsFeature factors) {
    return new OrganisationsFeature(
        ground.db(),
        ground.nids()::next,
        identity,
        factors.factors(),
        ground.outbox(),
        ground.config().publicAddress(),
        ground.collector(),
        ground.clock());
  }

  private static MailboxesFeature mailboxes(
      Ground ground,
      IdentityFeature identity,
      FactorsFeature factors,
      OrganisationsFeature organisations) {
    return new MailboxesFeature(
        ground.db(),
        identity,
        factors,
        organisations,
        ground.outbox(),
        ground.config().publicAddress(),
        ground.clock());
  }

  private static RoomsFeature rooms(
      Ground ground, IdentityFeature identity, OrganisationsFeature organisations, Rules rules) {
    Config config = ground.config();
    return new RoomsFeature(
        new RoomsFeature.Needs(
            ground.db(),
            ground.log(),
            ground.nids(),
            identity.users(),
            identity.accounts(),
            identity.bars(),
            identity.profiles(),
            identity.addresses(),
            identity.guests(),
            identity.servers(),
            identity.services(),
            identity.administration(),
            organisations.standings(),
            organisations.remits(),
            ground.clock(),
            ground.random(),
            RoomVersion.of(config.roomVersion()).orElseThrow(),
            config.peopleSearch(),
            config.directory(),
            rules::ignored,
            (user, inviter) -> rules.refusesInvitations(identity.users().nid(user), inviter),
            ground.limits(),
            config.aDay().glances(),
            config.retention(),
            ground.workers(),
            ground.memory()));
  }

  private static Rights rights(
      Ground ground,
      IdentityFeature identity,
      OrganisationsFeature organisations,
      RoomsFeature rooms) {
    return new Rights(
        rooms.rooms(),
        identity.users(),
        organisations.standings(),
        organisations.affiliations(),
        SpacesFeature.known(ground.db()));
  }

  private static LinkPreviews previews(Ground ground, Closing closing, Media media) {
    Config config = ground.config();
    return new LinkPreviews(
        config.linkPreviews(),
        media,
        closing.later(ground.wayOut(config.linkPreviewPorts())),
        ground.given().nanos());
  }

  private static OAuthFeature oauth(Ground ground, IdentityFeature identity, OpenIdFeature openid) {
    return new OAuthFeature(
        ground.db(), identity, ground.config().publicAddress(), openid::address, ground.clock());
  }

  private static KeysFeature keys(Ground ground, IdentityFeature identity) {
    return new KeysFeature(
        new KeysFeature.Needs(
            ground.db(),
            ground.log(),
            ground.nids(),
            identity.users(),
            identity.devices(),
            identity.unheard(),
            identity.ownerProof(),
            identity.servers().verifier(),
            ground.clock()));
  }

  private static PresenceFeature presence(
      Ground ground, IdentityFeature identity, RoomsFeature rooms, Tail tail) {
    return new PresenceFeature(
        new PresenceFeature.Needs(
            ground.config().presence(),
            ground.log(),
            identity.users(),
            rooms.rooms(),
            tail,
            ground.clock()));
  }

  private static ModerationFeature moderation(
      Ground ground,
      IdentityFeature identity,
      OrganisationsFeature organisations,
      RoomsFeature rooms,
      SyncFeature sync) {
    return new ModerationFeature(
        new ModerationFeature.Needs(
            ground.db(),
            ground.nids()::next,
            identity.users(),
            identity.accounts(),
            identity.services(),
            identity.bars(),
            organisations,
            rooms.rooms(),
            rooms.writing(),
            (reader, room) -> sync.accountData().put(reader, room, "m.tag", NOTICES),
            ground.clock()));
  }

  private static SyncFeature sync(
      Ground ground,
      IdentityFeature identity,
      RoomsFeature rooms,
      KeysFeature keys,
      PresenceFeature presence,
      Tail tail,
      Keyed keyed,
      Rules rules) {
    return new SyncFeature(
        new SyncFeature.Needs(
            ground.db(),
            ground.config().databaseConnections(),
            ground.log(),
            identity.users(),
            rooms.rooms(),
            rooms.reading(),
            keys.counts(),
            keys.dehydration(),
            presence.presence(),
            tail,
            keyed,
            rules,
            identity.sessions()::refusal,
            ground.clock(),
            ground.workers(),
            ground.memory()));
  }

  private static PushFeature push(
      Ground ground,
      Closing closing,
      IdentityFeature identity,
      RoomsFeature rooms,
      SyncFeature sync,
      Rules rules) {
    return new PushFeature(
        new PushFeature.Needs(
            ground.db(),
            ground.log(),
            ground.nids()::next,
            identity.users(),
            identity.addresses(),
            identity.secrets(),
            ground.outbox(),
            identity.servers().primary().name(),
            ground.config().publicAddress(),
            rooms.rooms(),
            sync.accountData(),
            rules,
            sync.counting(),
            sync.receipts(),
            ground.egress(),
            closing.later(ground.wayToPushServices()),
            ground.masterKey(),
            ground.random(),
            ground.clock(),
            ground.nanos(),
            ground.workers(),
            ground.memory()));
  }

  private static AppserviceFeature appservice(
      Ground ground,
      Closing closing,
      IdentityFeature identity,
      RoomsFeature rooms,
      KeysFeature keys,
      SyncFeature sync) {
    return new AppserviceFeature(
        new AppserviceFeature.Needs(
            ground.config().applicationServices(),
            ground.db(),
            ground.log(),
            identity,
            rooms.rooms(),
            sync.overhearing(),
            keys.counts(),
            closing.later(ground.wayToServices()),
            ground.clock(),
            ground.nanos()));
  }

  private static SearchFeature.Needs searching(
      Ground ground, IdentityFeature identity, RoomsFeature rooms, Rights rights, Rules rules) {
    return new SearchFeature.Needs(
        identity.users(),
        identity.profiles(),
        rooms.rooms(),
        rooms.people(),
        rights,
        rooms.reading(),
        rules::ignored,
        ground.clock(),
        ground.nanos());
  }

  private static Media media(Ground ground) {
    Config config = ground.config();
    return new Media(
        ground.db(),
        new BlobStore(ground.data().resolve("media")),
        new Media.Policy(
            config.uploadBytesMax(),
            config.openMedia(),
            config.aDay().downloadBytes(),
            config.aDay().uploads(),
            config.uploadBytesTotal(),
            config.heicConverter(),
            ground.data().resolve("photographs")),
        ground.limits(),
        ground.clock(),
        ground.nanos(),
        ground.random());
  }

  private static MailFeature mail(Ground ground, IdentityFeature identity) {
    return new MailFeature(
        ground.config(),
        ground.config().data(),
        ground.outbox(),
        identity.addresses()::isOfAnotherAdministrator,
        Authorities.sockets(ground.config().trustedAuthorities()),
        ground.clock());
  }

  private static FederationFeature federation(Ground ground, IdentityFeature identity) {
    return new FederationFeature(
        identity.servers(), identity.openIds(), ground.clock(), Main.VERSION);
  }
}
