import { Button } from "@mantine/core";
import { IconDownload, IconEye, IconHistory } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Journal, type JournalLine, journal, journalTable, type Organisation } from "../../api/organisations";
import { saveTable } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { dateOf, timeOf } from "../../i18n/dates";
import { Answered } from "../../ui/Answered";
import { EmptyState, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { accessOf, deedOf } from "./deeds";
import { OfRemit } from "./OfOrganisation";
import { named } from "./told";
import { why } from "./why";

/** What administrators did, or who looked at what is sensitive, the latest first. */
export function JournalPage({ which }: { which: Journal }) {
  return <OfRemit>{(one) => <Lines which={which} of={one} />}</OfRemit>;
}

/** Lines of one page, as the server tells them. */
const pageMax = 200;

function Lines({ which, of }: { which: Journal; of: Organisation | null }) {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(useCallback(() => journal(which, of?.id), [which, of]));
  const [ended, setEnded] = useState(false);
  const { busy, refusal, run } = useDeed(why());
  const hint = which === "deeds" ? t("admin.journal.hint") : t("admin.accesses.hint");
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(all) => {
        const more = () =>
          run(async () => {
            const next = await journal(which, of?.id, all.at(-1)?.at);
            setEnded(next.length < pageMax);
            put([...all, ...next]);
          });
        if (all.length === 0) return <EmptyState title={t("admin.journal.none")}>{hint}</EmptyState>;
        return (
          <>
            <div className={s.top}>
              <p>{hint}</p>
              <Button
                variant="default"
                size="xs"
                leftSection={<IconDownload size={16} aria-hidden />}
                onClick={() => void run(() => saveTable(journalTable(which, of?.id), `${which}.csv`))}
              >
                {t("admin.journal.save")}
              </Button>
            </div>
            <ol className={s.journal}>
              {all.map((line, i) => (
                <Line key={i} of={line} which={which} house={of === null} />
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

function Line({ of, which, house }: { of: JournalLine; which: Journal; house: boolean }) {
  const { t } = useTranslation();
  const line = named(of, t);
  const Icon = which === "deeds" ? IconHistory : IconEye;
  return (
    <li className={s.person}>
      <Icon size={20} stroke={1.7} aria-hidden />
      <div>
        <span title={of.about}>{which === "deeds" ? deedOf(line, t) : accessOf(line, t)}</span>
        <p title={of.by}>
          {t("admin.journal.by", { who: line.who })} · {dateOf(line.at)}, {timeOf(line.at)}
          {line.address ? ` · ${line.address}` : null}
          {house && line.organisation ? ` · ${line.organisation}` : null}
        </p>
      </div>
    </li>
  );
}
