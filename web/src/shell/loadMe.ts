import { myAddresses, type Profile, profile } from "../api/matrix";
import { type Own, ownOrganisation } from "../api/organisations";
import { tellLanguage, whoami } from "../api/parvis";
import { account, type Guest, type Me, me } from "../base/account";
import { plain } from "../base/names";
import { language } from "../base/preferences";

/** What I may do and, for who has no password, where a code goes. */
async function rightsOf() {
  const rights = await whoami();
  const asks = !rights.password || rights.second_factor_by_mail;
  const own = asks ? (await myAddresses()).filter((one) => !one["fr.parvis.shared"]) : [];
  const address = own[0]?.address;
  return {
    ...rights,
    byKey: !rights.password && address === undefined,
    mailedTo: rights.password ? undefined : address,
    enrolsAt: rights.second_factor_by_mail ? address : undefined,
  };
}

const decides = (own: Own | null) => own !== null && !own.external && own.role !== "member";

const guestOf = (own: Own | null): Guest | undefined =>
  own?.external
    ? {
        organisation: own.organisation.name,
        sponsor: plain(own.sponsor_name ?? "") || (own.sponsor ?? ""),
        until: own.ends ?? 0,
      }
    : undefined;

/** The name and picture of an answer, but for what was changed here while it was on its way. */
function faceOf(answer: Profile | null, userId: string, asked: Me | null, before: Me | null) {
  const name = answer ? plain(answer.displayname ?? "") || userId : (before?.name ?? userId);
  const picture = answer ? (answer.avatar_url ?? null) : (before?.picture ?? null);
  if (!asked || !before) return { name, picture };
  return {
    name: before.name === asked.name ? name : before.name,
    picture: before.picture === asked.picture ? picture : before.picture,
  };
}

/** Fills in what the shell shows of the signed-in person; what does not answer is asked again when the network is back. */
export async function loadMe(): Promise<void> {
  const mine = account.now();
  if (!mine) return;
  const asked = me.now();
  const [shown, rights, own] = await Promise.allSettled([profile(mine.userId), rightsOf(), ownOrganisation()]);
  if (account.now()?.userId !== mine.userId) return;
  const spoken = language.now();
  if (rights.status === "fulfilled" && rights.value.language !== spoken)
    void tellLanguage(spoken).catch(() => undefined);
  me.set((before) => ({
    userId: mine.userId,
    ...faceOf(shown.status === "fulfilled" ? shown.value : null, mine.userId, asked, before),
    admin: rights.status === "fulfilled" ? rights.value.admin : (before?.admin ?? false),
    administers: own.status === "fulfilled" ? own.value?.role === "administrator" : (before?.administers ?? false),
    organisation: own.status === "fulfilled" ? own.value?.organisation.id : before?.organisation,
    mailedTo: rights.status === "fulfilled" ? rights.value.mailedTo : before?.mailedTo,
    enrolsAt: rights.status === "fulfilled" ? rights.value.enrolsAt : before?.enrolsAt,
    byKey: rights.status === "fulfilled" ? rights.value.byKey : before?.byKey,
    nameLocked: rights.status === "fulfilled" ? rights.value.name_locked : before?.nameLocked,
    ways: rights.status === "fulfilled" ? rights.value.second_factor : before?.ways,
    suspended: rights.status === "fulfilled" ? rights.value.suspended : before?.suspended,
    decides: own.status === "fulfilled" ? decides(own.value) : before?.decides,
    sponsors: own.status === "fulfilled" ? own.value?.sponsors === true : before?.sponsors,
    guest: own.status === "fulfilled" ? guestOf(own.value) : before?.guest,
    factorDue: rights.status === "fulfilled" ? rights.value.second_factor_due : before?.factorDue,
  }));
}
