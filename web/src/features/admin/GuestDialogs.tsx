import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { countAwaiting } from "../../api/awaiting";
import { type External, endExternal, extendExternal, inviteExternal, type Organisation } from "../../api/organisations";
import { type Space, spaces } from "../../api/spaces";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { useServer } from "../../api/useServer";
import { language } from "../../base/preferences";
import { dateOf } from "../../i18n/dates";
import { loadMe } from "../../shell/loadMe";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import { fitsLastDay, LastDay, latestDay } from "../../ui/LastDay";
import { idOf } from "./ids";
import { nameOf } from "./nameOf";
import { useAnswer } from "./useAnswer";
import { whyNoGuest } from "./whyNoGuest";

interface GuestProps {
  readonly of: Organisation;
  readonly close: () => void;
  readonly done: () => void;
}

const nameMax = 100;
const isAddress = (typed: string) => /^[^@\s]+@[^@\s]+$/.test(typed.trim());

/** In which language the letter is. */
function Spoken({ of, speak }: { of: "fr" | "en"; speak: (language: "fr" | "en") => void }) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      label={t("admin.guests.language")}
      description={t("admin.guests.language.hint")}
      value={of}
      onChange={(e) => speak(e.currentTarget.value === "en" ? "en" : "fr")}
      data={[
        { value: "fr", label: t("language.fr") },
        { value: "en", label: t("language.en") },
      ]}
    />
  );
}

/** A space that I host, which I may open to people from outside where it is closed to them. */
const isMine = (space: Space) => space.role === "animator" && !space.archived;

/** A first space for somebody from outside. */
function SpaceChoice({ of, choose }: { of: string; choose: (space: string) => void }) {
  const { t } = useTranslation();
  const [asked] = useAsked(spaces);
  const mine = asked.state === "here" ? asked.value.filter(isMine) : [];
  if (mine.length === 0) return null;
  return (
    <NativeSelect
      label={t("admin.guests.space")}
      description={t("admin.guests.space.hint")}
      value={of}
      onChange={(e) => choose(e.currentTarget.value)}
      data={[
        { value: "", label: t("admin.guests.space.none") },
        ...mine.map(({ space_id, name }) => ({ value: space_id, label: name })),
      ]}
    />
  );
}

/** Invites an account of no organisation, or an address, for which one is made; I answer for it. */
export function InviteGuest({ of, close, done }: GuestProps) {
  const { t } = useTranslation();
  const [typed, type] = useState("");
  const [name, setName] = useState("");
  const [spoken, speak] = useState(language.now);
  const [now] = useState(Date.now);
  const [until, setUntil] = useState(latestDay(now));
  const [space, choose] = useState("");
  const mails = useServer()?.mail !== false;
  const { busy, refusal, run, refuse } = useDeed(whyNoGuest);
  const byMail = isAddress(typed);
  const submit = () => {
    const id = byMail ? null : idOf(typed);
    if (!byMail && !id) return refuse((t) => t("admin.guests.whom.missing"));
    if (!fitsLastDay(until, now)) return;
    const whom = id ? { user_id: id } : { address: typed.trim(), name: name.trim(), language: spoken };
    void run(async () => {
      const { ends } = await inviteExternal(of.id, whom, until, space);
      const date = dateOf(ends);
      // I answer for somebody from now on.
      void loadMe();
      say(byMail && !mails ? t("admin.guests.keptLetter", { date }) : t("admin.guests.invited", { date }));
      done();
    });
  };
  return (
    <Dialog
      title={t("admin.guests.invite.title")}
      close={close}
      act={t("admin.guests.invite")}
      submit={submit}
      busy={busy}
      wrong={refusal}
    >
      <p>{t("admin.guests.invite.body")}</p>
      <TextInput
        label={t("admin.guests.whom")}
        description={t("admin.guests.whom.hint")}
        autoComplete="off"
        data-autofocus
        value={typed}
        onChange={(e) => type(e.currentTarget.value)}
      />
      {byMail ? (
        <>
          <TextInput
            label={t("admin.guests.name")}
            autoComplete="off"
            maxLength={nameMax}
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
          />
          <Spoken of={spoken} speak={speak} />
        </>
      ) : null}
      <SpaceChoice of={space} choose={choose} />
      <LastDay value={until} set={setUntil} fromMs={now} />
    </Dialog>
  );
}

/** Puts off the end of an invitation; who was not let in any more is again. */
export function ExtendGuest({ of, one, close, done }: GuestProps & { one: External }) {
  const { t } = useTranslation();
  const [from] = useState(() => Math.max(one.ends, Date.now()));
  const [until, setUntil] = useState(latestDay(from));
  const { busy, refusal, submit } = useAnswer(async () => {
    const { ends } = await extendExternal(of.id, one.user_id, until);
    void countAwaiting();
    return t("admin.guests.extended", { date: dateOf(ends) });
  }, done);
  return (
    <Dialog
      title={t("admin.guests.extend.title", { name: nameOf(one) })}
      close={close}
      act={t("admin.guests.extend")}
      submit={submit}
      busy={busy}
      disabled={!fitsLastDay(until, from)}
      wrong={refusal}
    >
      <LastDay value={until} set={setUntil} fromMs={from} />
    </Dialog>
  );
}

/** Lets somebody from outside in no more. */
export function EndGuest({ of, one, close, done }: GuestProps & { one: External }) {
  const { t } = useTranslation();
  const { busy, refusal, submit } = useAnswer(async () => {
    await endExternal(of.id, one.user_id);
    return t("admin.guests.endedNow");
  }, done);
  return (
    <Dialog
      title={t("admin.guests.end.title", { name: nameOf(one) })}
      close={close}
      act={t("admin.guests.end")}
      submit={submit}
      danger
      busy={busy}
      wrong={refusal}
    >
      <p>{t("admin.guests.end.body")}</p>
    </Dialog>
  );
}
