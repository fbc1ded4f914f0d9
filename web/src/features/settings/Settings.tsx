import { Button } from "@mantine/core";
import {
  IconBell,
  IconBuildingCommunity,
  IconEarOff,
  IconFileZip,
  IconHelp,
  IconInfoCircle,
  IconLanguage,
  IconLogout,
  IconMail,
  IconPalette,
  IconShieldLock,
  IconUser,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { account, me } from "../../base/account";
import { askToLeave } from "../../shell/Leave";
import { NavGroup, NavItem } from "../../shell/Nav";
import { Sections } from "../../shell/Sections";
import { ToDecide } from "../../shell/Shell";
import { Face } from "../../ui/parts";
import { About } from "./About";
import { Addresses } from "./Addresses";
import { Ignored } from "./Ignored";
import { LanguageChoice } from "./Language";
import { Look } from "./Look";
import { MyData } from "./MyData";
import { MyOrganisation } from "./MyOrganisation";
import { Notifications } from "./Notifications";
import { ProfileForm } from "./Profile";
import { Security } from "./Security";
import s from "./settings.module.css";

/** What a phone has no menu for. */
function Others() {
  const { t } = useTranslation();
  const who = me.use();
  return (
    <>
      <NavGroup>
        {who?.admin || who?.administers || who?.factorDue ? (
          <NavItem href="/admin" icon={IconBuildingCommunity} end={<ToDecide />}>
            {t("shell.admin")}
          </NavItem>
        ) : null}
        <NavItem href="/help" icon={IconHelp}>
          {t("shell.help")}
        </NavItem>
      </NavGroup>
      <div className={s.leave}>
        <Button variant="default" fullWidth leftSection={<IconLogout size={18} aria-hidden />} onClick={askToLeave}>
          {t("shell.signOut")}
        </Button>
      </div>
    </>
  );
}

/** Everything about me, one section at a time. */
export default function Settings() {
  const { t } = useTranslation();
  const mine = account.use();
  const who = me.use();
  const name = who?.name ?? mine?.userId ?? "";
  return (
    <Sections
      root="/settings"
      name={t("shell.settings")}
      lead={<Face of={{ id: mine?.userId ?? "", name, picture: who?.picture }} size={36} />}
      sub={name}
      groups={[
        {
          of: [
            { id: "profile", name: t("settings.profile"), icon: IconUser, page: () => <ProfileForm /> },
            { id: "addresses", name: t("address.mine"), icon: IconMail, page: () => <Addresses /> },
            {
              id: "organisation",
              name: t("organisation.mine"),
              icon: IconBuildingCommunity,
              page: () => <MyOrganisation />,
            },
            { id: "notifications", name: t("settings.notifications"), icon: IconBell, page: () => <Notifications /> },
          ],
        },
        {
          name: t("settings.group.security"),
          of: [
            { id: "security", name: t("settings.security"), icon: IconShieldLock, page: () => <Security /> },
            { id: "data", name: t("data.mine"), icon: IconFileZip, page: () => <MyData /> },
            { id: "ignored", name: t("ignore.title"), icon: IconEarOff, page: () => <Ignored /> },
          ],
        },
        {
          name: t("settings.group.look"),
          of: [
            { id: "look", name: t("settings.look"), icon: IconPalette, page: () => <Look /> },
            { id: "language", name: t("settings.language"), icon: IconLanguage, page: () => <LanguageChoice /> },
          ],
        },
        { of: [{ id: "about", name: t("settings.about"), icon: IconInfoCircle, page: () => <About /> }] },
      ]}
      end={<Others />}
    />
  );
}
