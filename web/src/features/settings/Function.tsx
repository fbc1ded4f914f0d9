import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { functionOf, setFunction } from "../../api/matrix";
import { whoami } from "../../api/parvis";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { account } from "../../base/account";
import { useEdited } from "../../base/kept";
import { plain } from "../../base/names";
import { say } from "../../shell/toast";
import s from "./settings.module.css";

const functionMax = 200;

/** What I do in my organisation: colleagues find me by it, too. */
export function Does() {
  const mine = account.use();
  const question = useCallback(async () => {
    const [does, rights] = await Promise.all([mine ? functionOf(mine.userId) : "", whoami()]);
    return { does, locked: rights.function_locked };
  }, [mine]);
  const [asked, , put] = useAsked(question);
  if (!mine || asked.state !== "here") return null;
  const { does, locked } = asked.value;
  return <Form user={mine.userId} does={does} locked={locked} changed={(next) => put({ does: next, locked })} />;
}

interface FormProps {
  readonly user: string;
  readonly does: string;
  readonly locked: boolean;
  readonly changed: (next: string) => void;
}

function Form({ user, does, locked, changed }: FormProps) {
  const { t } = useTranslation();
  const field = useEdited(`settings.function.${user}`, does);
  const { busy, refusal, run } = useDeed();
  const next = plain(field.value);
  const save = (e: FormEvent) => {
    e.preventDefault();
    void run(async () => {
      await setFunction(user, next);
      field.write(next);
      changed(next);
      say(t("settings.saved"));
    });
  };
  return (
    <section className={s.sec}>
      <h2>{t("settings.function")}</h2>
      <form className={s.fields} onSubmit={save}>
        <TextInput
          label={t("settings.function.label")}
          description={locked ? t("settings.function.locked") : t("settings.function.hint")}
          maxLength={functionMax}
          value={field.value}
          error={refusal}
          disabled={locked}
          onChange={(e) => field.write(e.currentTarget.value)}
        />
        <div>
          <Button type="submit" loading={busy} disabled={locked || next === does}>
            {t("settings.function.save")}
          </Button>
        </div>
      </form>
    </section>
  );
}
