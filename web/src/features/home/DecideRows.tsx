import { Button } from "@mantine/core";
import { IconClockPlus, IconUserQuestion } from "@tabler/icons-react";
import { useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "wouter";
import { awaiting, countAwaiting } from "../../api/awaiting";
import { type UnhostedRoom, unhostedRooms } from "../../api/heirs";
import { declineLonger, type External, extendExternal, moreTimeAsked } from "../../api/organisations";
import { type UnanimatedSpace, unanimatedSpaces } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { useEvery } from "../../api/useEvery";
import { me as self } from "../../base/account";
import { plain, shortOf } from "../../base/names";
import { dateOf } from "../../i18n/dates";
import { localpart } from "../../session/people";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import { fitsLastDay, LastDay, latestDay } from "../../ui/LastDay";
import { NameAnimator } from "../../ui/NameAnimator";
import { Face, Plaque, Wrong } from "../../ui/parts";
import { useAgo } from "./Home";
import s from "./home.module.css";
import { useAgain } from "./useAgain";

const unescaped = { tOptions: { interpolation: { escapeValue: true } }, shouldUnescape: true };

/**
 * What waits for who decides in an organisation: more time for guests, and spaces and rooms without a host. Who answers for
 * guests is asked by them, too.
 */
export function DecideRows() {
  const who = self.use();
  return who?.decides || who?.admin ? (
    <>
      <MoreTimeRows />
      <UnanimatedRows />
      <UnhostedRows />
    </>
  ) : who?.sponsors ? (
    <MoreTimeRows />
  ) : null;
}

function MoreTimeRows() {
  const [asked, again] = useAsked(moreTimeAsked);
  useAgain(awaiting.use().more_time, again);
  if (asked.state !== "here") return null;
  return asked.value.map((one) => <MoreTime key={one.user_id} one={one} again={again} />);
}

const nameOf = (one: External) => plain(one.display_name ?? "") || localpart(one.user_id);

function MoreTime({ one, again }: { one: External; again: () => void }) {
  const { t } = useTranslation();
  const ago = useAgo();
  const { busy, refusal, run } = useDeed();
  const [extending, extend] = useState(false);
  const name = nameOf(one);
  const since = one.longer_asked ?? one.wished;
  const decline = () =>
    void run(async () => {
      await declineLonger(one.organisation, one.user_id);
      say(t("home.longer.declined"));
      again();
      void countAwaiting();
    });
  return (
    <li className={s.need}>
      <span className={s.lead}>
        <Face of={{ id: one.user_id, name, picture: one.avatar_url, guest: true }} size={32} />
        <IconClockPlus size={14} stroke={1.9} aria-hidden />
      </span>
      <div>
        <p className={s.what}>
          <AskedBy one={one} name={name} />
        </p>
        <p className={s.where}>{since ? <time dateTime={new Date(since).toISOString()}>{ago(since)}</time> : null}</p>
      </div>
      <div className={s.acts}>
        <Button size="xs" variant="light" onClick={() => extend(true)}>
          {t("home.longer.extend")}
        </Button>
        <Button size="xs" variant="subtle" loading={busy} onClick={decline}>
          {t("home.longer.decline")}
        </Button>
        <Wrong>{refusal}</Wrong>
      </div>
      {extending ? <Extend one={one} close={() => extend(false)} done={again} /> : null}
    </li>
  );
}

/** Who asks, by whom: who answers for somebody, or they themselves. */
function AskedBy({ one, name }: { one: External; name: string }) {
  const mine = one.sponsor === self.use()?.userId;
  const sponsor = one.sponsor_name || localpart(one.sponsor);
  const words = dateOf(one.ends);
  const components = { b: <b /> };
  if (one.longer_asked)
    return (
      <Trans
        i18nKey="home.what.longer"
        values={{ name: sponsor, where: name, words }}
        components={components}
        {...unescaped}
      />
    );
  return mine ? (
    <Trans i18nKey="home.what.wished" values={{ name, words }} components={components} {...unescaped} />
  ) : (
    <Trans
      i18nKey="home.what.wishedOf"
      values={{ name, where: sponsor, words }}
      components={components}
      {...unescaped}
    />
  );
}

function Extend({ one, close, done }: { one: External; close: () => void; done: () => void }) {
  const { t } = useTranslation();
  const [from] = useState(() => Math.max(one.ends, Date.now()));
  const [until, setUntil] = useState(latestDay(from));
  // Who answers for them, and is not asked as one of those who decide.
  const once = one.sponsor === self.use()?.userId && !one.longer_asked && !one.extended;
  const { busy, refusal, run } = useDeed();
  const submit = () =>
    void run(async () => {
      const { ends } = await extendExternal(one.organisation, one.user_id, until);
      say(t("home.longer.given", { date: dateOf(ends) }));
      close();
      done();
      void countAwaiting();
    });
  return (
    <Dialog
      title={t("organisation.guests.extendTitle", { name: nameOf(one) })}
      close={close}
      act={t("home.longer.extend")}
      submit={submit}
      busy={busy}
      disabled={!fitsLastDay(until, from)}
      wrong={refusal}
    >
      {once ? <p>{t("organisation.guests.once")}</p> : null}
      <LastDay value={until} set={setUntil} fromMs={from} />
    </Dialog>
  );
}

/** How often it is asked which spaces and rooms nobody hosts: there is one now and then. */
const unhostedMs = 30_000;

function UnanimatedRows() {
  const [asked, again] = useAsked(unanimatedSpaces);
  useEvery(unhostedMs, again);
  if (asked.state !== "here") return null;
  return asked.value.map((one) => <Unanimated key={one.space_id} one={one} again={again} />);
}

function Unanimated({ one, again }: { one: UnanimatedSpace; again: () => void }) {
  const { t } = useTranslation();
  const [naming, name] = useState(false);
  const done = () => {
    say(t("ui.unanimated.done"));
    again();
  };
  return (
    <li className={s.need}>
      <span className={s.lead}>
        <Plaque id={one.space_id} short={shortOf(one.name)} size={32} />
        <IconUserQuestion size={14} stroke={1.9} aria-hidden />
      </span>
      <p className={s.what}>
        <Trans i18nKey="home.what.unanimated" values={{ where: one.name }} components={{ b: <b /> }} {...unescaped} />
      </p>
      <div className={s.acts}>
        <Button size="xs" variant="light" onClick={() => name(true)}>
          {t("home.unanimated.name")}
        </Button>
        <Button size="xs" variant="subtle" component={Link} href={`/spaces/${encodeURIComponent(one.space_id)}`}>
          {t("home.open")}
        </Button>
      </div>
      {naming ? (
        <NameAnimator of={{ kind: "space", id: one.space_id, name: one.name }} close={() => name(false)} done={done} />
      ) : null}
    </li>
  );
}

function UnhostedRows() {
  const [asked, again] = useAsked(unhostedRooms);
  useEvery(unhostedMs, again);
  if (asked.state !== "here") return null;
  return asked.value.map((one) => <Unhosted key={one.room_id} one={one} again={again} />);
}

function Unhosted({ one, again }: { one: UnhostedRoom; again: () => void }) {
  const { t } = useTranslation();
  const [naming, name] = useState(false);
  const where = plain(one.name) || t("ui.heirs.unnamed");
  const done = () => {
    say(t("ui.unhosted.done"));
    again();
  };
  return (
    <li className={s.need}>
      <span className={s.lead}>
        <Plaque id={one.room_id} short={shortOf(where)} size={32} />
        <IconUserQuestion size={14} stroke={1.9} aria-hidden />
      </span>
      <p className={s.what}>
        <Trans
          i18nKey="home.what.unhosted"
          count={one.members}
          values={{ where }}
          components={{ b: <b /> }}
          {...unescaped}
        />
      </p>
      <div className={s.acts}>
        <Button size="xs" variant="light" onClick={() => name(true)}>
          {t("home.unanimated.name")}
        </Button>
      </div>
      {naming ? (
        <NameAnimator of={{ kind: "room", id: one.room_id, name: where }} close={() => name(false)} done={done} />
      ) : null}
    </li>
  );
}
