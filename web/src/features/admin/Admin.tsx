import { useMediaQuery } from "@mantine/hooks";
import { IconLink, IconUserPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Redirect, useParams } from "wouter";
import { NavBody, NavGroup, NavItem, PlaceHead } from "../../shell/Nav";
import { Scroll, Shell } from "../../shell/Shell";
import { Lost } from "../../shell/states";
import { Head, Plaque } from "../../ui/parts";
import s from "./admin.module.css";
import { Invitations } from "./Invitations";
import { RegistrationMode } from "./Registration";

function Sections({ at }: { at: string | undefined }) {
  const { t } = useTranslation();
  return (
    <>
      <PlaceHead lead={<Plaque id="admin" short="AD" size={36} />} title={t("shell.admin")} />
      <NavBody>
        <NavGroup>
          <NavItem href="/admin/registration" icon={IconUserPlus} current={at === "registration"}>
            {t("admin.registration")}
          </NavItem>
          <NavItem href="/admin/invitations" icon={IconLink} current={at === "invitations"}>
            {t("admin.invitations")}
          </NavItem>
        </NavGroup>
      </NavBody>
    </>
  );
}

function useSection(at: string | undefined) {
  const { t } = useTranslation();
  if (at === "registration") return { title: t("admin.registration"), page: <RegistrationMode /> };
  if (at === "invitations") return { title: t("admin.invitations"), page: <Invitations /> };
  return null;
}

/** Who may come in, decided by those who run this house. */
export default function Admin() {
  const { t } = useTranslation();
  const { section: at } = useParams<{ section?: string }>();
  const phone = useMediaQuery("(max-width: 720px)", undefined, { getInitialValueInEffect: false });
  const section = useSection(at);
  if (!at && !phone) return <Redirect to="/admin/registration" replace />;
  if (at && !section) return <Lost />;
  return (
    <Shell title={section?.title ?? t("shell.admin")} nav={<Sections at={at} />} depth={section ? "main" : "nav"}>
      {section ? (
        <>
          <Head back="/admin" title={section.title} />
          <Scroll label={section.title}>
            <div className={s.page}>{section.page}</div>
          </Scroll>
        </>
      ) : null}
    </Shell>
  );
}
