import { Button, Switch } from "@mantine/core";
import { IconBell, IconBellOff, IconId, IconMoon } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Hindered, type PushWish, pushOfThisBrowser, type Shown, setPush, tryPush } from "../../api/push";
import { reasonOf } from "../../api/reasons";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { language } from "../../base/preferences";
import type { T } from "../../i18n";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Choice } from "../../ui/Choice";
import { Wrong } from "../../ui/parts";
import s from "./settings.module.css";

/** What to do when a browser does not want to. */
function hindrance(failure: unknown, t: T): string {
  if (!(failure instanceof Hindered)) return reasonOf(failure, t);
  if (failure.why === "unable") return t("push.unable");
  return failure.why === "refused" ? t("push.refused") : t("push.away");
}

/** What this browser shows when Parvis is closed, or behind another window. */
export function OfBrowser() {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(pushOfThisBrowser);
  return (
    <Answered of={asked} again={again} failed={t("push.failed")}>
      {(now) =>
        now.able ? (
          <Wish of={now} put={(next) => put({ ...next, able: true })} />
        ) : (
          <section className={s.sec}>
            <h2>{t("push.title")}</h2>
            <p>{t("push.unable")}</p>
          </section>
        )
      }
    </Answered>
  );
}

function Wish({ of: now, put }: { of: PushWish; put: (next: PushWish) => void }) {
  const { t } = useTranslation();
  const lang = language.use();
  const { busy, refusal, run } = useDeed(hindrance);
  const save = (next: PushWish) =>
    run(async () => {
      await setPush(next, lang);
      put(next);
      say(t("settings.saved"));
    });
  return (
    <>
      <Choice<Shown>
        title={t("push.title")}
        hint={t("push.hint")}
        value={now.shown}
        set={(shown) => void save({ shown, quiet: now.quiet })}
        disabled={busy}
        of={[
          { value: "off", icon: IconBellOff, name: t("push.off"), hint: t("push.off.hint") },
          { value: "plain", icon: IconBell, name: t("push.plain"), hint: t("push.plain.hint") },
          { value: "names", icon: IconId, name: t("push.names"), hint: t("push.names.hint") },
        ]}
      />
      {refusal ? (
        <div className={s.fields}>
          <Wrong>{refusal}</Wrong>
        </div>
      ) : null}
      {now.shown === "off" ? null : (
        <>
          <Night quiet={now.quiet} set={(quiet) => void save({ shown: now.shown, quiet })} busy={busy} />
          <Trial />
        </>
      )}
    </>
  );
}

function Night({ quiet, set, busy }: { quiet: boolean; set: (quiet: boolean) => void; busy: boolean }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className={s.row}>
      <IconMoon size={22} stroke={1.7} aria-hidden />
      <div>
        <b id={id}>{t("push.quiet")}</b>
        <p>{t("push.quiet.hint")}</p>
      </div>
      <Switch aria-labelledby={id} checked={quiet} disabled={busy} onChange={(e) => set(e.currentTarget.checked)} />
    </div>
  );
}

/** A notification to see whether they arrive. */
function Trial() {
  const { t } = useTranslation();
  const { busy, refusal, refuse, run } = useDeed();
  const send = () =>
    run(async () => {
      const outcome = await tryPush();
      if (outcome === "sent") say(t("push.try.sent"));
      else refuse((t) => (outcome === "gone" ? t("push.try.gone") : t("push.away")));
    });
  return (
    <div className={s.fields}>
      <Button variant="default" loading={busy} onClick={() => void send()}>
        {t("push.try")}
      </Button>
      <Wrong>{refusal}</Wrong>
    </div>
  );
}
