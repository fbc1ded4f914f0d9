import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { askLonger, extendExternal, type Sponsored, sponsored, takeBackLonger } from "../../api/organisations";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { me } from "../../base/account";
import { plain } from "../../base/names";
import { language } from "../../base/preferences";
import { dateOf } from "../../i18n/dates";
import { localpart } from "../../session/people";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import { fitsLastDay, LastDay, latestDay } from "../../ui/LastDay";
import { Face, GuestBadge, Wrong } from "../../ui/parts";
import s from "./settings.module.css";

/** Those from outside for whom I answer: I put off their end once, and ask for more. */
export function MyGuests() {
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

function Row({ one, again }: { one: Sponsored; again: () => void }) {
  const { t } = useTranslation();
  const name = plain(one.display_name ?? "") || localpart(one.user_id);
  const { busy, refusal, run } = useDeed();
  const [open, setOpen] = useState<"extend" | "ask" | null>(null);
  const back = () =>
    void run(async () => {
      await takeBackLonger(one.organisation, one.user_id);
      say(t("organisation.guests.takenBack"));
      again();
    });
  const close = () => setOpen(null);
  return (
    <li className={s.row}>
      <Face of={{ id: one.user_id, name, picture: one.avatar_url, guest: true }} size={28} />
      <div>
        <b>
          <span className="cut">{name}</span> <GuestBadge />
        </b>
        <p>
          {one.longer_asked ? `${t("organisation.guests.waits")} ` : null}
          {one.wished ? `${t("organisation.guests.wishes")} ` : null}
          {t("organisation.guests.until", { date: dateOf(one.ends) })}
        </p>
        <Wrong>{refusal}</Wrong>
      </div>
      {one.longer_asked ? (
        <Button
          size="xs"
          variant="subtle"
          loading={busy}
          onClick={back}
          aria-label={t("organisation.guests.takeBackOf", { name })}
        >
          {t("organisation.guests.takeBack")}
        </Button>
      ) : (
        <Button
          size="xs"
          variant="default"
          onClick={() => setOpen(one.extended ? "ask" : "extend")}
          aria-label={
            one.extended ? t("organisation.guests.askOf", { name }) : t("organisation.guests.extendOf", { name })
          }
        >
          {one.extended ? t("organisation.guests.ask") : t("organisation.guests.extend")}
        </Button>
      )}
      {open === "extend" ? <Extend one={one} name={name} close={close} done={again} /> : null}
      {open === "ask" ? <AskMore one={one} name={name} close={close} done={again} /> : null}
    </li>
  );
}

interface ExtendProps {
  readonly one: Sponsored;
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

/** More than I may give is asked of those who decide, who are named. */
function AskMore({ one, name, close, done }: ExtendProps) {
  const { t } = useTranslation();
  const lang = language.use();
  const decides = me.use()?.decides === true;
  const { busy, refusal, run } = useDeed();
  const submit = () =>
    void run(async () => {
      await askLonger(one.organisation, one.user_id);
      say(t("organisation.guests.asked"));
      close();
      done();
    });
  const who = new Intl.ListFormat(lang, { type: "disjunction" }).format(one.deciders);
  return (
    <Dialog
      title={t("organisation.guests.askTitle", { name })}
      close={close}
      act={t("organisation.guests.ask")}
      submit={submit}
      busy={busy}
      wrong={refusal}
    >
      <p>{t("organisation.guests.until", { date: dateOf(one.ends) })}</p>
      <p>
        {one.deciders.length > 0
          ? t("organisation.guests.askWho", { who })
          : decides
            ? t("organisation.guests.askSelf")
            : t("organisation.guests.askHouse")}
      </p>
    </Dialog>
  );
}
