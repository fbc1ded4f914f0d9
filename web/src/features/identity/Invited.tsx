import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Redirect, useLocation, useParams, useSearch } from "wouter";
import { invitation } from "../../api/parvis";
import { entryDoor, type SpaceDoor } from "../../api/spaces";
import { useServer } from "../../api/useServer";
import { dateOf } from "../../i18n/dates";
import { Frame } from "../../shell/Frame";
import { nextFrom } from "../../shell/next";
import { WithCode } from "./ByCode";
import { ByLink } from "./ByLink";
import { enterAs } from "./enter";
import { houseOf } from "./house";
import { NewAccount } from "./NewAccount";
import type { Newcomer } from "./useNewcomer";

/** What a link is worth, and the space that it opens. */
async function worthOf(token: string, ofSpace: boolean) {
  const door = ofSpace ? await entryDoor(token) : null;
  // Who is of the house comes in by the door, to which the page of the space leads.
  return door?.at_door ? { expires: undefined, door } : { ...(await invitation(token)), door };
}

/** Where an invitation link leads: the account is created here. */
export default function Invited() {
  const { t } = useTranslation();
  const { token = "" } = useParams<{ token: string }>();
  const server = useServer();
  const house = houseOf(server);
  const [, go] = useLocation();
  const search = useSearch();
  const [byName, choose] = useState(false);
  const arrived = () => go(nextFrom(search) ?? "/", { replace: true });
  const create = async (who: Newcomer) => {
    await enterAs(who, token);
    arrived();
  };
  // By the code of a space one comes into that space, as a guest of its house where one is of no organisation.
  const ofSpace = nextFrom(search)?.startsWith("/entry/") === true;
  const titleOf = (door: SpaceDoor | null) => {
    if (door) return t("identity.invite.space", { name: door.name });
    return house ? t("identity.invite.title", { house }) : t("identity.invite.titleAlone");
  };
  return (
    <ByLink
      ask={useCallback(() => worthOf(token, ofSpace), [token, ofSpace])}
      over={{ title: t("identity.invite.over"), why: t("identity.invite.over.why") }}
    >
      {({ expires, door }) =>
        door?.at_door ? (
          <Redirect to={`/entry/${encodeURIComponent(token)}`} replace />
        ) : // Where mails reach people, an address that they prove is their way back in.
        server?.mail && !byName ? (
          <WithCode
            title={titleOf(door)}
            lead={t("identity.invite.address")}
            word={token}
            arrived={arrived}
            otherwise={() => choose(true)}
          />
        ) : (
          <Frame
            title={titleOf(door)}
            lead={[
              expires ? t("identity.invite.until", { date: dateOf(expires) }) : "",
              door?.mailed_to ? t("identity.invite.keeps", { address: door.mailed_to }) : "",
            ].join(" ")}
          >
            <NewAccount
              action={t("identity.signUp.create")}
              create={create}
              unfit={t("identity.invite.over")}
              terms={server?.terms}
            />
          </Frame>
        )
      }
    </ByLink>
  );
}
