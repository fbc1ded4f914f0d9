import { NativeSelect } from "@mantine/core";
import { IconCalendarTime, IconMail, IconMailOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { type MailState, mailNotices, setMailNotices } from "../../api/mailNotices";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { language } from "../../base/preferences";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { SavedChoice } from "../../ui/Choice";
import { Wrong } from "../../ui/parts";
import s from "./settings.module.css";

/** Mails about what waits for me. */
export function Mailing() {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(mailNotices);
  return (
    <Answered of={asked} again={again} failed={t("mailing.failed")}>
      {(state) => <When of={state} put={put} />}
    </Answered>
  );
}

const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${hour}:00` }));

function When({ of: state, put }: { of: MailState; put: (next: MailState) => void }) {
  const { t } = useTranslation();
  const lang = language.use();
  const { address } = state;
  if (address === null) {
    return (
      <section className={s.sec}>
        <h2>{t("mailing.title")}</h2>
        <p>{t("mailing.nowhere")}</p>
        <div className={s.links}>
          <Link href="/settings/addresses">{t("address.mine")}</Link>
        </div>
      </section>
    );
  }
  return (
    <>
      <SavedChoice
        title={t("mailing.title")}
        hint={t("mailing.hint", { address })}
        value={state.when}
        put={(when) => put({ ...state, when })}
        save={(when) => setMailNotices(address, { when, hour: state.hour }, lang)}
        saved={() => say(t("settings.saved"))}
        of={[
          { value: "none", icon: IconMailOff, name: t("mailing.none"), hint: t("mailing.none.hint") },
          { value: "soon", icon: IconMail, name: t("mailing.soon"), hint: t("mailing.soon.hint") },
          { value: "daily", icon: IconCalendarTime, name: t("mailing.daily"), hint: t("mailing.daily.hint") },
        ]}
      />
      {state.when === "daily" ? <Hour of={state} put={put} /> : null}
    </>
  );
}

function Hour({ of: state, put }: { of: MailState; put: (next: MailState) => void }) {
  const { t } = useTranslation();
  const lang = language.use();
  const { busy, refusal, run } = useDeed();
  const choose = (hour: number) =>
    run(async () => {
      await setMailNotices(state.address ?? "", { when: "daily", hour }, lang);
      put({ ...state, hour });
      say(t("settings.saved"));
    });
  return (
    <div className={s.fields}>
      <NativeSelect
        label={t("mailing.hour")}
        data={hours}
        value={String(state.hour)}
        disabled={busy}
        onChange={(e) => void choose(Number(e.currentTarget.value))}
      />
      <Wrong>{refusal}</Wrong>
    </div>
  );
}
