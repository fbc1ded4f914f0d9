import { Switch } from "@mantine/core";
import { IconEyeOff } from "@tabler/icons-react";
import { useCallback, useId } from "react";
import { useTranslation } from "react-i18next";
import { isHidden, setHidden } from "../../api/matrix";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { account } from "../../base/account";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Wrong } from "../../ui/parts";
import s from "./settings.module.css";

/** Whether others find me by my name. */
export function RedList() {
  const { t } = useTranslation();
  const id = useId();
  const me = account.use()?.userId ?? "";
  const [asked, again, put] = useAsked(useCallback(() => isHidden(me), [me]));
  const { busy, refusal, run } = useDeed();
  const choose = (hidden: boolean) =>
    run(async () => {
      await setHidden(me, hidden);
      put(hidden);
      say(t("settings.saved"));
    });
  return (
    <section className={s.sec}>
      <h2>{t("settings.directory")}</h2>
      <Answered of={asked} again={again} failed={t("settings.directory.failed")}>
        {(hidden) => (
          <div className={s.row}>
            <IconEyeOff size={22} stroke={1.7} aria-hidden />
            <div>
              <b id={id}>{t("settings.directory.hide")}</b>
              <p>{t("settings.directory.hint")}</p>
              <Wrong>{refusal}</Wrong>
            </div>
            <Switch
              aria-labelledby={id}
              checked={hidden}
              disabled={busy}
              onChange={(e) => void choose(e.currentTarget.checked)}
            />
          </div>
        )}
      </Answered>
    </section>
  );
}
