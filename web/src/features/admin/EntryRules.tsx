import { Switch } from "@mantine/core";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { entryRules, type EntryRules as Rules, setEntryRules } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { why } from "./why";

/** How the agents of an organisation come in: each switch is decided at once. */
export function EntryRules({ of }: { of: string }) {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(useCallback(() => entryRules(of), [of]));
  const { busy, refusal, run } = useDeed(why());
  const decide = (rules: Rules) =>
    void run(async () => {
      put(await setEntryRules(of, rules));
      say(t("admin.saved"));
    });
  return (
    <section className={s.form} aria-labelledby="entry-rules">
      <h2 id="entry-rules">{t("admin.entry.rules")}</h2>
      <Answered of={asked} again={again} failed={t("admin.failed")}>
        {(rules) => (
          <>
            <Switch
              label={t("admin.entry.factor")}
              description={t("admin.entry.factor.hint")}
              checked={rules.second_factor}
              disabled={busy}
              onChange={(e) => decide({ ...rules, second_factor: e.currentTarget.checked })}
            />
            <Switch
              label={t("admin.entry.names")}
              description={t("admin.entry.names.hint")}
              checked={rules.names_locked}
              disabled={busy}
              onChange={(e) => decide({ ...rules, names_locked: e.currentTarget.checked })}
            />
            <Switch
              label={t("admin.entry.functions")}
              description={t("admin.entry.functions.hint")}
              checked={rules.functions_locked}
              disabled={busy}
              onChange={(e) => decide({ ...rules, functions_locked: e.currentTarget.checked })}
            />
          </>
        )}
      </Answered>
      <Wrong>{refusal}</Wrong>
    </section>
  );
}
