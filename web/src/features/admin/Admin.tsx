import {
  IconAddressBook,
  IconApps,
  IconAt,
  IconBuildingCommunity,
  IconChartBar,
  IconClipboardCheck,
  IconEye,
  IconFileImport,
  IconFileText,
  IconFlag,
  IconGauge,
  IconHandStop,
  IconHeartbeat,
  IconHistory,
  IconId,
  IconLink,
  IconListCheck,
  IconMail,
  IconMailbox,
  IconMailPlus,
  IconPlane,
  IconQrcode,
  IconSpeakerphone,
  IconUserMinus,
  IconUserPlus,
  IconUserShare,
  IconUsers,
} from "@tabler/icons-react";
import { useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import { type Awaiting, awaiting, countAwaiting } from "../../api/awaiting";
import { pilots } from "../../api/pilots";
import { useAsked } from "../../api/useAsked";
import { me } from "../../base/account";
import type { T } from "../../i18n";
import { type Section, Sections } from "../../shell/Sections";
import { Count, Plaque } from "../../ui/parts";
import { AdmissionLists } from "./AdmissionLists";
import { Applications } from "./Applications";
import { BulletinsPage } from "./BulletinsPage";
import { Claims } from "./Claims";
import { DirectoryPage } from "./DirectoryPage";
import { Domains } from "./Domains";
import { EntryCodes } from "./EntryCodes";
import { Guests } from "./Guests";
import { HealthPage } from "./HealthPage";
import { Imports } from "./Imports";
import { Invitations } from "./Invitations";
import { JournalPage } from "./JournalPage";
import { LimitsPage } from "./LimitsPage";
import { Mailboxes } from "./Mailboxes";
import { MailOutbox } from "./MailOutbox";
import { Moves } from "./Moves";
import { Objections } from "./Objections";
import { Organisations } from "./Organisations";
import { PapersPage } from "./PapersPage";
import { People } from "./People";
import { Pilots } from "./Pilots";
import { Providers } from "./Providers";
import { RegistrationMode } from "./Registration";
import { Reports } from "./Reports";
import { SpacesPage } from "./SpacesPage";
import { StatisticsPage } from "./StatisticsPage";

const pilotsOf = (t: T): Section => ({
  id: "pilots",
  name: t("apply.pilots"),
  icon: IconPlane,
  page: () => <Pilots />,
});

/** How much of a kind waits there. */
function Waits({ of }: { of: keyof Awaiting }) {
  const { t } = useTranslation();
  const n = awaiting.use()[of] ?? 0;
  return n > 0 ? <Count n={n} what={t("shell.toDecide", { count: n })} /> : null;
}

/** What those decide alone who run the server. */
const house = (t: T): readonly Section[] => [
  {
    id: "requests",
    name: t("admin.requests"),
    icon: IconClipboardCheck,
    page: () => <Claims />,
    end: <Waits of="claims" />,
  },
  {
    id: "applications",
    name: t("apply.all"),
    icon: IconMailPlus,
    page: () => <Applications />,
    end: <Waits of="applications" />,
  },
  pilotsOf(t),
  { id: "registration", name: t("admin.registration"), icon: IconUserPlus, page: () => <RegistrationMode /> },
  { id: "providers", name: t("provider.all"), icon: IconId, page: () => <Providers /> },
  { id: "invitations", name: t("admin.invitations"), icon: IconLink, page: () => <Invitations /> },
];

const who = (t: T): readonly Section[] => [
  { id: "people", name: t("admin.people"), icon: IconUsers, page: () => <People /> },
  { id: "guests", name: t("admin.guests"), icon: IconUserShare, page: () => <Guests />, end: <Waits of="more_time" /> },
  { id: "moves", name: t("admin.moves"), icon: IconUserMinus, page: () => <Moves /> },
  { id: "organisations", name: t("admin.organisations"), icon: IconBuildingCommunity, page: () => <Organisations /> },
  { id: "domains", name: t("admin.domains"), icon: IconAt, page: () => <Domains /> },
  { id: "imports", name: t("admin.imports"), icon: IconFileImport, page: () => <Imports /> },
  { id: "directory", name: t("directory.title"), icon: IconAddressBook, page: () => <DirectoryPage /> },
  { id: "lists", name: t("admin.lists"), icon: IconListCheck, page: () => <AdmissionLists /> },
  { id: "mailboxes", name: t("mailbox.all"), icon: IconMailbox, page: () => <Mailboxes /> },
  { id: "codes", name: t("admin.codes"), icon: IconQrcode, page: () => <EntryCodes /> },
];

const what = (t: T, piloted: boolean): readonly Section[] => [
  ...(piloted ? [pilotsOf(t)] : []),
  { id: "spaces", name: t("admin.spaces"), icon: IconApps, page: () => <SpacesPage /> },
  { id: "bulletins", name: t("bulletin.all"), icon: IconSpeakerphone, page: () => <BulletinsPage /> },
  { id: "reports", name: t("report.all"), icon: IconFlag, page: () => <Reports />, end: <Waits of="reports" /> },
  {
    id: "objections",
    name: t("objection.all"),
    icon: IconHandStop,
    page: () => <Objections />,
    end: <Waits of="objections" />,
  },
  { id: "papers", name: t("papers.all"), icon: IconFileText, page: () => <PapersPage /> },
  { id: "statistics", name: t("admin.statistics"), icon: IconChartBar, page: () => <StatisticsPage /> },
];

const how = (t: T, runs: boolean): readonly Section[] => [
  ...(runs
    ? [
        { id: "health", name: t("health.title"), icon: IconHeartbeat, page: () => <HealthPage /> },
        { id: "outbox", name: t("admin.outbox"), icon: IconMail, page: () => <MailOutbox /> },
        { id: "limits", name: t("admin.limits"), icon: IconGauge, page: () => <LimitsPage /> },
      ]
    : []),
  { id: "journal", name: t("admin.journal"), icon: IconHistory, page: () => <JournalPage which="deeds" /> },
  { id: "accesses", name: t("admin.accesses"), icon: IconEye, page: () => <JournalPage which="accesses" /> },
];

/** Whether the organisation that one administers tries the house out, or did. */
function usePiloted(asks: boolean): boolean {
  const [asked] = useAsked(useCallback(() => (asks ? pilots() : Promise.resolve([])), [asks]));
  return asked.state === "here" && asked.value.length > 0;
}

/** Who may come in, who is of which organisation, and what was done: as far as one decides it. */
export default function Admin() {
  const { t } = useTranslation();
  const runs = me.use()?.admin === true;
  const piloted = usePiloted(!runs);
  const { section } = useParams<{ section?: string }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever comes to another page sees how much waits by then
  useEffect(() => void countAwaiting(), [section]);
  return (
    <Sections
      root="/admin"
      back="/settings"
      name={t("shell.admin")}
      lead={<Plaque id="admin" short="AD" size={36} />}
      groups={[
        ...(runs ? [{ of: house(t) }] : []),
        { name: t("admin.group.who"), of: who(t) },
        { name: t("admin.group.what"), of: what(t, piloted) },
        { name: t("admin.group.how"), of: how(t, runs) },
      ]}
    />
  );
}
