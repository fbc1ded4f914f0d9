import { Button } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { type JournalLine, journal, type Organisation } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { plain } from "../../base/names";
import type { T } from "../../i18n";
import { dateOf, timeOf } from "../../i18n/dates";
import { Answered } from "../../ui/Answered";
import { EmptyState, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { OfOrganisation } from "./OfOrganisation";
import { why } from "./why";

/** What administrators did, the latest first. */
export function JournalPage() {
  return <OfOrganisation>{(one) => <Lines of={one} />}</OfOrganisation>;
}

/** Lines of one page, as the server tells them. */
const pageMax = 200;

function Lines({ of }: { of: Organisation }) {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(useCallback(() => journal(of.id), [of.id]));
  const [ended, setEnded] = useState(false);
  const { busy, refusal, run } = useDeed(why());
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(all) => {
        const more = () =>
          run(async () => {
            const next = await journal(of.id, all.at(-1)?.at);
            setEnded(next.length < pageMax);
            put([...all, ...next]);
          });
        if (all.length === 0) return <EmptyState title={t("admin.journal.none")}>{t("admin.journal.hint")}</EmptyState>;
        return (
          <>
            <div className={s.top}>
              <p>{t("admin.journal.hint")}</p>
            </div>
            <ol className={s.journal}>
              {all.map((line, i) => (
                <li key={i} className={s.person}>
                  <IconHistory size={20} stroke={1.7} aria-hidden />
                  <div>
                    <span>{deedOf(line, t)}</span>
                    <p>
                      {t("admin.journal.by", { who: plain(line.name ?? "") || line.by })} · {dateOf(line.at)},{" "}
                      {timeOf(line.at)}
                    </p>
                  </div>
                </li>
              ))}
            </ol>
            <Wrong>{refusal}</Wrong>
            {all.length >= pageMax && !ended ? (
              <Button variant="default" loading={busy} onClick={() => void more()}>
                {t("admin.more")}
              </Button>
            ) : null}
          </>
        );
      }}
    </Answered>
  );
}

/** What was done, as a sentence; a deed that this page does not know is said as the server names it. */
function deedOf({ deed, about }: JournalLine, t: T): string {
  switch (deed) {
    case "create organisation":
      return t("admin.deed.created", { about });
    case "change organisation":
      return about === "access rules on"
        ? t("admin.deed.rulesOn")
        : about === "access rules off"
          ? t("admin.deed.rulesOff")
          : t("admin.deed.changed", { about });
    case "set domains":
      return about ? t("admin.deed.domains", { about }) : t("admin.deed.noDomains");
    case "admit addresses":
      return t("admin.deed.admitted", { about });
    case "import people":
      return t("admin.deed.imported", { about });
    case "cancel import":
      return t("admin.deed.importCancelled", { about });
    case "remove import":
      return t("admin.deed.importRemoved", { about });
    case "drop address":
      return t("admin.deed.dropped", { about });
    case "make member":
      return t("admin.deed.member", { about });
    case "make approver":
      return t("admin.deed.approver", { about });
    case "make administrator":
      return t("admin.deed.administrator", { about });
    case "end post":
      return t("admin.deed.ended", { about });
    case "invite external":
      return t("admin.deed.invited", { about });
    case "extend external":
      return t("admin.deed.extended", { about });
    case "end external":
      return t("admin.deed.externalEnded", { about });
    case "report dismiss":
      return t("admin.deed.reportDismissed", { about });
    case "report warn":
      return t("admin.deed.reportWarned", { about });
    case "report redact":
      return t("admin.deed.reportRedacted", { about });
    case "report suspend":
      return t("admin.deed.reportSuspended", { about });
    case "write paper":
      return t("admin.deed.paper", { about });
    case "write bulletin":
      return t("admin.deed.bulletin", { about });
    case "withdraw bulletin":
      return t("admin.deed.bulletinWithdrawn", { about });
    case "grant claim":
      return t("admin.deed.granted", { about });
    case "make entry code":
      return t("admin.deed.code", { about });
    case "withdraw entry code":
      return t("admin.deed.codeWithdrawn", { about });
    case "come by address":
      return t("admin.deed.came", { about });
    case "go by address":
      return t("admin.deed.went", { about });
    case "extend account":
      return t("admin.deed.accountExtended", { about });
    case "renew account":
      return t("admin.deed.renewed", { about });
    default:
      return `${deed} ${about}`;
  }
}
