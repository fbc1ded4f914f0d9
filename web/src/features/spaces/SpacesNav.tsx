import { IconHourglass, IconMail } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useOverview } from "../../session/hooks";
import { NavBody, NavGroup, NavItem } from "../../shell/Nav";
import { MySpaces } from "../../shell/Spaces";
import { Count } from "../../ui/parts";
import { requestsPath, spacePath } from "./paths";
import { useWaitingRequests } from "./useRequests";

/** The second column beside all spaces: mine, and the ways to others. */
export function SpacesNav({ at }: { at: string }) {
  const { t } = useTranslation();
  const { spaceInvitations } = useOverview();
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
      <MySpaces at={at}>
        <NavItem
          href={requestsPath}
          icon={IconHourglass}
          current={at === "requests"}
          end={waiting > 0 ? <Count n={waiting} what={t("spaces.requests.count", { count: waiting })} /> : null}
        >
          {t("spaces.requests.title")}
        </NavItem>
      </MySpaces>
    </NavBody>
  );
}
