import { IconCompass, IconHourglass, IconMail, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { shortOf } from "../../base/names";
import { useOverview } from "../../session/hooks";
import { NavBody, NavGroup, NavItem, NewDot } from "../../shell/Nav";
import { Count, Plaque } from "../../ui/parts";
import { findPath, newPath, requestsPath, spacePath } from "./paths";
import { useWaitingRequests } from "./useRequests";

/** The second column beside all spaces: mine, and the ways to others. */
export function SpacesNav({ at }: { at: string }) {
  const { t } = useTranslation();
  const { spaces, spaceInvitations } = useOverview();
  const waiting = useWaitingRequests();
  return (
    <NavBody>
      {spaceInvitations.length > 0 ? (
        <NavGroup name={t("spaces.invitations")}>
          {spaceInvitations.map((one) => (
            <NavItem
              key={one.id}
              href={spacePath(one.id)}
              icon={IconMail}
              unread
              end={<Count n={1} what={t("spaces.invitation")} />}
            >
              {one.name}
            </NavItem>
          ))}
        </NavGroup>
      ) : null}
      <NavGroup name={t("spaces.mine")}>
        {spaces.map((one) => (
          <NavItem
            key={one.id}
            href={spacePath(one.id)}
            wrap
            unread={one.unread}
            lead={<Plaque id={one.id} short={shortOf(one.name)} size={22} />}
            end={
              one.mentions > 0 ? (
                <Count n={one.mentions} what={t("spaces.mentions", { count: one.mentions })} />
              ) : one.unread ? (
                <NewDot />
              ) : null
            }
          >
            {one.name}
          </NavItem>
        ))}
        <NavItem href={findPath} icon={IconCompass} current={at === "find"}>
          {t("spaces.find")}
        </NavItem>
        <NavItem href={newPath} icon={IconPlus} current={at === "new"}>
          {t("spaces.ask")}
        </NavItem>
        <NavItem
          href={requestsPath}
          icon={IconHourglass}
          current={at === "requests"}
          end={waiting > 0 ? <Count n={waiting} what={t("spaces.requests.count", { count: waiting })} /> : null}
        >
          {t("spaces.requests.title")}
        </NavItem>
      </NavGroup>
    </NavBody>
  );
}
