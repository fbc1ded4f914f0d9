import { Switch } from "@mantine/core";
import { IconEyeOff } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { hidingType, setHidden } from "../../api/matrix";
import { useDeed } from "../../api/useDeed";
import { account } from "../../base/account";
import { useLive } from "../../session/hooks";
import { say } from "../../shell/toast";
import { Waiting, Wrong } from "../../ui/parts";
import s from "./settings.module.css";

/** Whether others find me by my name. */
export function RedList() {
  const { t } = useTranslation();
  const id = useId();
  const me = account.use()?.userId ?? "";
  const live = useLive();
  const [chosen, put] = useState<boolean | null>(null);
  const known = live?.client.getAccountData(hidingType as never)?.getContent<{ hide_profile?: unknown }>();
  const hidden = chosen ?? known?.hide_profile === true;
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
      {live ? (
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
      ) : (
        <Waiting lines={2} />
      )}
    </section>
  );
}
