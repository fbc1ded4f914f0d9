import { Button } from "@mantine/core";
import { IconFlag, IconHash, IconMessage, IconUser } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type Report, reports, settle } from "../../api/parvis";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { plain } from "../../base/names";
import { dateOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { EmptyState, Said, Wrong } from "../../ui/parts";
import s from "./admin.module.css";

function useAbout(): (of: Report) => string {
  const { t } = useTranslation();
  return (of) => {
    const room = plain(of.name ?? "") || (of.room_id ?? "");
    if (of.about_user_id) return t("report.aboutPerson", { who: of.about_user_id });
    return of.event_id ? t("report.aboutMessage", { who: of.sender ?? "", room }) : t("report.aboutRoom", { room });
  };
}

function Line({ of, gone }: { of: Report; gone: () => void }) {
  const { t } = useTranslation();
  const about = useAbout();
  const { busy, refusal, run } = useDeed();
  const Lead = of.about_user_id ? IconUser : of.event_id ? IconMessage : of.room_id ? IconHash : IconFlag;
  const done = () =>
    run(async () => {
      await settle(of.id);
      gone();
      say(t("report.settled"));
    });
  return (
    <li className={s.line}>
      <Lead size={22} stroke={1.7} aria-hidden />
      <div className={s.link}>
        <b>{about(of)}</b>
        {of.reason ? <Said>{of.reason}</Said> : <p>{t("report.noReason")}</p>}
        <p>{t("report.by", { who: of.user_id, when: dateOf(of.received_ts) })}</p>
        <Wrong>{refusal}</Wrong>
      </div>
      <div className={s.acts}>
        <Button size="xs" variant="default" loading={busy} onClick={() => void done()}>
          {t("report.settle")}
        </Button>
      </div>
    </li>
  );
}

/** What people of this server bring before those who run it. */
export function Reports() {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(reports);
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState title={t("report.none")}>{t("report.noneBody")}</EmptyState>
        ) : (
          <>
            <div className={s.top}>
              <p>{t("report.hint")}</p>
            </div>
            <ul>
              {all.map((one) => (
                <Line key={one.id} of={one} gone={() => put(all.filter((other) => other !== one))} />
              ))}
            </ul>
          </>
        )
      }
    </Answered>
  );
}
