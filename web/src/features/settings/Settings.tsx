import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import {
  IconBell,
  IconBuildingCommunity,
  IconHelp,
  IconInfoCircle,
  IconLanguage,
  IconLogout,
  IconPalette,
  IconShieldLock,
  IconUser,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Redirect, useParams } from "wouter";
import { signOut } from "../../api/signOut";
import { account, me } from "../../base/account";
import { NavBody, NavGroup, NavItem, PlaceHead } from "../../shell/Nav";
import { Scroll, Shell } from "../../shell/Shell";
import { Lost } from "../../shell/states";
import { Face, Head } from "../../ui/parts";
import { About } from "./About";
import { LanguageChoice } from "./Language";
import { Look } from "./Look";
import { Notifications } from "./Notifications";
import { ProfileForm } from "./Profile";
import { Security } from "./Security";
import s from "./settings.module.css";

function Sections({ at }: { at: string | undefined }) {
  const { t } = useTranslation();
  const mine = account.use();
  const who = me.use();
  const name = who?.name ?? mine?.userId ?? "";
  return (
    <>
      <PlaceHead
        lead={<Face of={{ id: mine?.userId ?? "", name, picture: who?.picture }} size={36} />}
        title={t("shell.settings")}
      >
        {name}
      </PlaceHead>
      <NavBody>
        <NavGroup>
          <NavItem href="/settings/profile" icon={IconUser} current={at === "profile"}>
            {t("settings.profile")}
          </NavItem>
          <NavItem href="/settings/notifications" icon={IconBell} current={at === "notifications"}>
            {t("settings.notifications")}
          </NavItem>
        </NavGroup>
        <NavGroup name={t("settings.group.security")}>
          <NavItem href="/settings/security" icon={IconShieldLock} current={at === "security"}>
            {t("settings.security")}
          </NavItem>
        </NavGroup>
        <NavGroup name={t("settings.group.look")}>
          <NavItem href="/settings/look" icon={IconPalette} current={at === "look"}>
            {t("settings.look")}
          </NavItem>
          <NavItem href="/settings/language" icon={IconLanguage} current={at === "language"}>
            {t("settings.language")}
          </NavItem>
        </NavGroup>
        <NavGroup>
          <NavItem href="/settings/about" icon={IconInfoCircle} current={at === "about"}>
            {t("settings.about")}
          </NavItem>
        </NavGroup>
        <div className="phone-only">
          <NavGroup>
            {who?.admin ? (
              <NavItem href="/admin" icon={IconBuildingCommunity}>
                {t("shell.admin")}
              </NavItem>
            ) : null}
            <NavItem href="/help" icon={IconHelp}>
              {t("shell.help")}
            </NavItem>
          </NavGroup>
          <div className={s.leave}>
            <Button
              variant="default"
              fullWidth
              leftSection={<IconLogout size={18} aria-hidden />}
              onClick={() => void signOut()}
            >
              {t("shell.signOut")}
            </Button>
          </div>
        </div>
      </NavBody>
    </>
  );
}

function useSection(at: string | undefined) {
  const { t } = useTranslation();
  switch (at) {
    case "profile":
      return { title: t("settings.profile"), page: <ProfileForm /> };
    case "notifications":
      return { title: t("settings.notifications"), page: <Notifications /> };
    case "security":
      return { title: t("settings.security"), page: <Security /> };
    case "look":
      return { title: t("settings.look"), page: <Look /> };
    case "language":
      return { title: t("settings.language"), page: <LanguageChoice /> };
    case "about":
      return { title: t("settings.about"), page: <About /> };
    default:
      return null;
  }
}

/** Everything about me, one section at a time. A phone shows the list of sections first. */
export default function Settings() {
  const { t } = useTranslation();
  const { section: at } = useParams<{ section?: string }>();
  const phone = useMediaQuery("(max-width: 720px)", undefined, { getInitialValueInEffect: false });
  const section = useSection(at);
  if (!at && !phone) return <Redirect to="/settings/profile" replace />;
  if (at && !section) return <Lost />;
  return (
    <Shell title={section?.title ?? t("shell.settings")} nav={<Sections at={at} />} depth={section ? "main" : "nav"}>
      {section ? (
        <>
          <Head back="/settings" title={section.title} />
          <Scroll label={section.title}>
            <div className={s.page}>{section.page}</div>
          </Scroll>
        </>
      ) : null}
    </Shell>
  );
}
