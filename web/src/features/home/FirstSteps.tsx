import { IconArrowRight, IconCircleCheck, IconCircleDashed } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { me as self } from "../../base/account";
import { directPath } from "../../message/paths";
import { setDone, useDone } from "../../session/done";
import { useOverview } from "../../session/hooks";
import { say } from "../../shell/toast";
import s from "./home.module.css";

const key = "first-steps";

/** Three ways to begin, each gone into once; then they are gone. */
export function FirstSteps() {
  const { t } = useTranslation();
  const { rooms, spaces } = useOverview();
  const who = self.use();
  const done = useDone();
  const all = [
    {
      href: "/settings/profile",
      name: t("home.first.profile"),
      hint: t("home.first.profileHint"),
      done: !!who?.picture,
    },
    { href: "/spaces/find", name: t("home.first.space"), hint: t("home.first.spaceHint"), done: spaces.length > 0 },
    {
      href: directPath,
      name: t("home.first.write"),
      hint: t("home.first.writeHint"),
      done: rooms.some((r) => r.person !== null),
    },
  ];
  // Who is from outside finds no spaces and begins no conversations.
  const steps = who?.guest ? all.slice(0, 1) : all;
  if (done[key] !== undefined || steps.every((step) => step.done)) return null;
  const hide = () => void setDone(key, true).catch(() => say(t("rooms.wrong.network")));
  return (
    <section className={s.block} aria-labelledby="first">
      <h2 className={s.h} id="first">
        {t("home.first")}
        <button type="button" onClick={hide}>
          {t("home.first.hide")}
        </button>
      </h2>
      <ul className={s.first}>
        {steps.map((step) => (
          <li key={step.href} data-done={step.done || undefined}>
            {step.done ? (
              <IconCircleCheck size={20} role="img" aria-label={t("home.first.done")} />
            ) : (
              <IconCircleDashed size={20} aria-hidden />
            )}
            <Link href={step.href}>
              <b>{step.name}</b>
              <span>{step.hint}</span>
            </Link>
            <IconArrowRight size={16} aria-hidden />
          </li>
        ))}
      </ul>
    </section>
  );
}
