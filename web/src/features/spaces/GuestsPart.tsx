import { Button } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { changeSpace, spaceExternals, type WholeSpace } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { localpart } from "../../session/people";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import { Evicted } from "../../ui/Evicted";
import s from "./spaces.module.css";
import { useSpaceDeed } from "./useSpace";

interface Part {
  readonly of: WholeSpace;
  readonly put: (next: WholeSpace) => void;
}

/** Where access rules keep people from outside out: whether the space is open to them, and the step to the other side. */
export function GuestsPart({ of, put }: Part) {
  const { t } = useTranslation();
  const [asked, ask] = useState(false);
  const now = of.audience?.externals;
  if (now === undefined || now === "free") return null;
  const open = now === "admitted";
  if (now === "never")
    return (
      <section className={s.part}>
        <h2>{t("spaces.guests.title")}</h2>
        <p>{t("spaces.guests.isNever")}</p>
      </section>
    );
  return (
    <section className={s.part}>
      <h2>{t("spaces.guests.title")}</h2>
      <p>
        {open ? t("spaces.guests.isOpen") : now === "closed" ? t("spaces.guests.isClosed") : t("spaces.guests.isNot")}
      </p>
      <div>
        <Button variant="default" {...(open ? { "data-danger": true } : {})} onClick={() => ask(true)}>
          {open ? t("spaces.guests.close") : t("spaces.guests.do")}
        </Button>
      </div>
      {asked && open ? <CloseDialog of={of} put={put} close={() => ask(false)} /> : null}
      {asked && !open ? <OpenDialog of={of} put={put} close={() => ask(false)} /> : null}
    </section>
  );
}

interface AskProps extends Part {
  readonly close: () => void;
}

function OpenDialog({ of, put, close }: AskProps) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useSpaceDeed();
  const submit = () =>
    void run(async () => {
      put(await changeSpace(of.space_id, { guests: true }));
      say(t("spaces.guests.opened"));
      close();
    });
  return (
    <Dialog
      title={t("spaces.guests.ask", { name: of.name })}
      close={close}
      act={t("spaces.guests.do")}
      submit={submit}
      busy={busy}
      wrong={refusal}
    >
      <p>{t("spaces.guests.who")}</p>
      <p>{t("spaces.guests.forGood")}</p>
    </Dialog>
  );
}

function CloseDialog({ of, put, close }: AskProps) {
  const { t } = useTranslation();
  const question = useCallback(() => spaceExternals(of.space_id), [of.space_id]);
  const [asked, again] = useAsked(question);
  const { busy, refusal, run } = useSpaceDeed();
  const submit = () =>
    void run(async () => {
      put(await changeSpace(of.space_id, { guests: false }));
      say(t("spaces.guests.closed"));
      close();
    });
  return (
    <Dialog
      title={t("spaces.guests.closeAsk", { name: of.name })}
      close={close}
      act={t("spaces.guests.close")}
      submit={submit}
      danger
      busy={busy}
      disabled={asked.state !== "here"}
      wrong={refusal}
    >
      <p>{t("spaces.guests.closeBody")}</p>
      <Answered of={asked} again={again} failed={t("spaces.failed")}>
        {(found) => (
          <Evicted
            of={found.map((one) => ({
              id: one.user_id,
              name: one.display_name ?? localpart(one.user_id),
              joined: one.joined,
            }))}
          />
        )}
      </Answered>
    </Dialog>
  );
}
