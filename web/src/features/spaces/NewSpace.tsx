import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { type FormEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFounding } from "../../api/founding";
import { useNewSpace } from "../../shell/newSpace";
import { Scroll } from "../../shell/Shell";
import { Head, Wrong } from "../../ui/parts";
import { AccessStep, ModelStep, NeedStep, SendStep } from "./NewSpaceSteps";
import { Preview } from "./Preview";
import { spacesPath } from "./paths";
import s from "./spaces.module.css";
import { expectedIn, type Step, steps, useWish, type WishDraft } from "./wish";

function useStepNames(): Record<Step, string> {
  const { t } = useTranslation();
  return {
    need: t("spaces.step.need"),
    model: t("spaces.step.model"),
    access: t("spaces.step.access"),
    send: useFounding() === "at_once" ? t("spaces.step.make") : t("spaces.step.send"),
  };
}

function Steps({ at }: { at: Step }) {
  const { t } = useTranslation();
  const names = useStepNames();
  const now = steps.indexOf(at);
  return (
    <ol className={s.steps} aria-label={t("spaces.step.all")}>
      {steps.map((step, i) => (
        <li key={step} aria-current={i === now ? "step" : undefined} data-done={i < now || undefined}>
          <span aria-hidden>{i < now ? <IconCheck size={13} stroke={2.4} /> : i + 1}</span>
          <em>{names[step]}</em>
        </li>
      ))}
    </ol>
  );
}

function Fields({ of, tried }: { of: WishDraft; tried: boolean }) {
  switch (of.draft.step) {
    case "need":
      return <NeedStep of={of} tried={tried} />;
    case "model":
      return <ModelStep of={of} />;
    case "access":
      return <AccessStep of={of} />;
    case "send":
      return <SendStep of={of} />;
  }
}

function Foot({ of, back }: { of: WishDraft; back: (() => void) | null }) {
  const { t } = useTranslation();
  const last = of.draft.step === "send";
  const send = useFounding() === "at_once" ? t("spaces.new.make") : t("spaces.new.send");
  return (
    <div className={s.foot}>
      <Button type="submit" loading={of.busy}>
        {last ? send : t("spaces.new.next")}
      </Button>
      {back ? (
        <Button variant="subtle" onClick={back}>
          {t("spaces.new.back")}
        </Button>
      ) : null}
      {of.kept ? <span className={s.kept}>{t("spaces.new.kept")}</span> : null}
    </div>
  );
}

/** A space in four steps, seen from inside while it is described. */
export function NewSpace() {
  const { t } = useTranslation();
  const of = useWish();
  const title = useNewSpace() ?? t("spaces.ask");
  const { step } = of.draft;
  const now = steps.indexOf(step);
  const form = useRef<HTMLFormElement>(null);
  const shown = useRef(step);
  // Whoever goes on reads the next step from its heading.
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    form.current?.querySelector<HTMLElement>("h2")?.focus();
  }, [step]);
  const tried = useRef(false);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    if (step === "send") return void of.send();
    tried.current = true;
    if (!of.draft.name.trim()) {
      of.put({ step: "need" });
      form.current?.querySelector<HTMLElement>("input")?.focus();
      return;
    }
    if (expectedIn(of.draft.members) === null) {
      of.put({ step: "need" });
      form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
      return;
    }
    of.put({ step: steps[now + 1]! });
  };
  return (
    <>
      <Head back={spacesPath} title={title} />
      <Scroll label={title}>
        <div className={s.grid}>
          <form ref={form} className={s.form} noValidate onSubmit={submit}>
            <Steps at={step} />
            <Fields of={of} tried={tried.current} />
            <Wrong>{of.refusal}</Wrong>
            <Foot of={of} back={now > 0 ? () => of.put({ step: steps[now - 1]! }) : null} />
          </form>
          <Preview of={of.draft} />
        </div>
      </Scroll>
    </>
  );
}
