import { Button, Checkbox } from "@mantine/core";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { decideMove, type Move, moves, type Organisation } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { dateOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import { EmptyState, Face, Wrong } from "../../ui/parts";
import s from "./admin.module.css";
import { nameOf } from "./nameOf";
import { OfOrganisation } from "./OfOrganisation";
import { why } from "./why";

/** Who has gone to another organisation, and what they have of this one still: kept or withdrawn. */
export function Moves() {
  return <OfOrganisation>{(one) => <MovesOf of={one} />}</OfOrganisation>;
}

function MovesOf({ of }: { of: Organisation }) {
  const { t } = useTranslation();
  const [asked, again, put] = useAsked(useCallback(() => moves(of.id), [of.id]));
  return (
    <Answered of={asked} again={again} failed={t("admin.failed")}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState title={t("admin.moves.none")}>{t("admin.moves.none.hint")}</EmptyState>
        ) : (
          <>
            <p>{t("admin.moves.hint")}</p>
            {all.map((one) => (
              <OneMove key={one.id} one={one} done={() => put(all.filter((other) => other !== one))} />
            ))}
          </>
        )
      }
    </Answered>
  );
}

function OneMove({ one, done }: { one: Move; done: () => void }) {
  const { t } = useTranslation();
  const name = nameOf(one);
  const [withdrawn, withdraw] = useState<readonly string[]>([]);
  const [list, keepList] = useState(true);
  const [sure, ask] = useState(false);
  const { busy, refusal, run } = useDeed(why());
  const dropped = !list && one.addresses.length > 0;
  const decide = () =>
    void run(async () => {
      const report = await decideMove(one.id, withdrawn, dropped);
      const last = report.filter(({ outcome }) => outcome === "last_animator" || outcome === "refused").length;
      say(last > 0 ? t("admin.moves.last", { count: last }) : t("admin.moves.done"));
      done();
    });
  return (
    <section className={s.part} aria-label={name}>
      <div className={s.person}>
        <Face of={{ id: one.user_id, name, picture: null }} size={32} />
        <div>
          <b>{name}</b>
          <p>{t("admin.moves.went", { into: one.into, date: dateOf(one.at) })}</p>
        </div>
      </div>
      {one.spaces.map((space) => (
        <Checkbox
          key={space.space_id}
          label={t("admin.moves.space", { name: space.name })}
          checked={!withdrawn.includes(space.space_id)}
          onChange={(e) => {
            const others = withdrawn.filter((other) => other !== space.space_id);
            withdraw(e.currentTarget.checked ? others : [...others, space.space_id]);
          }}
        />
      ))}
      {one.addresses.length > 0 ? (
        <Checkbox
          label={t("admin.moves.list", { addresses: one.addresses.join(", ") })}
          checked={list}
          onChange={(e) => keepList(e.currentTarget.checked)}
        />
      ) : null}
      <Wrong>{sure ? null : refusal}</Wrong>
      <div className={s.deeds}>
        <Button loading={busy} onClick={() => (withdrawn.length > 0 || dropped ? ask(true) : decide())}>
          {t("admin.moves.do")}
        </Button>
      </div>
      <Dialog
        opened={sure}
        close={() => ask(false)}
        title={t("admin.moves.ask", { name })}
        act={t("admin.moves.withdraw")}
        submit={decide}
        danger
        busy={busy}
        wrong={refusal}
      >
        <ul>
          {one.spaces
            .filter((space) => withdrawn.includes(space.space_id))
            .map((space) => (
              <li key={space.space_id}>{space.name}</li>
            ))}
          {dropped ? <li>{t("admin.moves.ask.list", { addresses: one.addresses.join(", ") })}</li> : null}
        </ul>
      </Dialog>
    </section>
  );
}
