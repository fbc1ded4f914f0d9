import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { askLonger, type External, extendExternal, sponsored } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { plain } from "../../base/names";
import { dateOf } from "../../i18n/dates";
import { localpart } from "../../session/people";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import { fitsLastDay, LastDay, latestDay } from "../../ui/LastDay";
import { Face, GuestBadge, Wrong } from "../../ui/parts";
import s from "./settings.module.css";

/** Those from outside for whom I answer: I put off their end once, and ask for more. */
export function Sponsored() {
  const { t } = useTranslation();
  const [asked, again] = useAsked(sponsored);
  if (asked.state !== "here" || asked.value.length === 0) return null;
  return (
    <section className={s.sec}>
      <h2>{t("organisation.guests")}</h2>
      <p>{t("organisation.guests.hint")}</p>
      <ul>
        {asked.value.map((one) => (
          <Row key={one.user_id} one={one} again={again} />
        ))}
      </ul>
    </section>
  );
}

function Row({ one, again }: { one: External; again: () => void }) {
  const { t } = useTranslation();
  const name = plain(one.display_name ?? "") || localpart(one.user_id);
  const { busy, refusal, run } = useDeed();
  const [extending, extend] = useState(false);
  const more = () => {
    if (!one.extended) return extend(true);
    void run(async () => {
      await askLonger(one.organisation, one.user_id);
      say(t("organisation.guests.asked"));
      again();
    });
  };
  return (
    <li className={s.row}>
      <Face of={{ id: one.user_id, name, picture: one.avatar_url, guest: true }} size={28} />
      <div>
        <b>
          <span className="cut">{name}</span> <GuestBadge />
        </b>
        <p>
          {one.longer_asked ? `${t("organisation.guests.waits")} ` : null}
          {t("organisation.guests.until", { date: dateOf(one.ends) })}
        </p>
        <Wrong>{refusal}</Wrong>
      </div>
      {one.longer_asked ? null : (
        <Button
          size="xs"
          variant="default"
          loading={busy}
          onClick={more}
          aria-label={
            one.extended ? t("organisation.guests.askOf", { name }) : t("organisation.guests.extendOf", { name })
          }
        >
          {one.extended ? t("organisation.guests.ask") : t("organisation.guests.extend")}
        </Button>
      )}
      {extending ? <Extend one={one} name={name} close={() => extend(false)} done={again} /> : null}
    </li>
  );
}

interface ExtendProps {
  readonly one: External;
  readonly name: string;
  readonly close: () => void;
  readonly done: () => void;
}

/** The one time that I put off the end. */
function Extend({ one, name, close, done }: ExtendProps) {
  const { t } = useTranslation();
  const [from] = useState(() => Math.max(one.ends, Date.now()));
  const [until, setUntil] = useState(latestDay(from));
  const { busy, refusal, run } = useDeed();
  const submit = () =>
    void run(async () => {
      const { ends } = await extendExternal(one.organisation, one.user_id, until);
      say(t("organisation.guests.extended", { date: dateOf(ends) }));
      close();
      done();
    });
  return (
    <Dialog
      title={t("organisation.guests.extendTitle", { name })}
      close={close}
      act={t("organisation.guests.extend")}
      submit={submit}
      busy={busy}
      disabled={!fitsLastDay(until, from)}
      wrong={refusal}
    >
      <p>{t("organisation.guests.once")}</p>
      <LastDay value={until} set={setUntil} fromMs={from} />
    </Dialog>
  );
}
