import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { reasonOf } from "../../api/reasons";
import { useDeed } from "../../api/useDeed";
import { useLive } from "../../session/hooks";
import { ignore, useIgnored } from "../../session/ignore";
import { useNameOf } from "../../session/named";
import type { Person } from "../../session/people";
import { say } from "../../shell/toast";
import { Face, Outsider, Waiting, Wrong } from "../../ui/parts";
import s from "./settings.module.css";

function Row({ of }: { of: Person }) {
  const { t } = useTranslation();
  const name = useNameOf(of.id);
  const { busy, refusal, run } = useDeed((failure, t) => reasonOf(failure, t, t("ignore.failed")));
  const hear = () =>
    run(async () => {
      await ignore(of.id, false);
      say(t("ignore.over", { name }), () => void ignore(of.id, true));
    });
  return (
    <li className={s.row}>
      <Face of={{ ...of, name }} size={22} />
      <div>
        <b className="cut">{name}</b> <Outsider id={of.id} />
        <p className="cut">{of.id}</p>
        <Wrong>{refusal}</Wrong>
      </div>
      <div className={s.acts}>
        <Button
          size="xs"
          variant="default"
          loading={busy}
          onClick={() => void hear()}
          aria-label={t("ignore.hearAgainNamed", { name })}
        >
          {t("ignore.hearAgain")}
        </Button>
      </div>
    </li>
  );
}

function List() {
  const { t } = useTranslation();
  const people = useIgnored();
  if (people.length === 0) return <p>{t("ignore.nobody")}</p>;
  return (
    <ul>
      {people.map((p) => (
        <Row key={p.id} of={p} />
      ))}
    </ul>
  );
}

/** Those whom I do not hear, and the way back. */
export function Ignored() {
  const { t } = useTranslation();
  const live = useLive();
  return (
    <section className={s.sec}>
      <h2>{t("ignore.title")}</h2>
      <p>{t("ignore.hint")}</p>
      {live ? <List /> : <Waiting lines={3} />}
    </section>
  );
}
