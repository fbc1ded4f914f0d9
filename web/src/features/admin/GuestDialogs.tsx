import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type External, endExternal, extendExternal, inviteExternal, type Organisation } from "../../api/organisations";
import { useDeed } from "../../api/useDeed";
import { useServer } from "../../api/useServer";
import { dateOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { Dialog } from "../../ui/Dialog";
import { idOf } from "./ids";
import { nameOf } from "./nameOf";
import { useAnswer } from "./useAnswer";
import { why } from "./why";

interface GuestProps {
  readonly of: Organisation;
  readonly close: () => void;
  readonly done: () => void;
}

const dayMs = 86_400_000;
const nameMax = 100;
/** The longest is that of the server. */
const months = [1, 3, 6] as const;
const msOf = (count: string) => Math.min(Number(count) * 31, 183) * dayMs;

function HowLong({ value, set }: { value: string; set: (next: string) => void }) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      label={t("admin.guests.long")}
      value={value}
      onChange={(e) => set(e.currentTarget.value)}
      data={months.map((count) => ({ value: `${count}`, label: t("admin.months", { count }) }))}
    />
  );
}

const isAddress = (typed: string) => /^[^@\s]+@[^@\s]+$/.test(typed.trim());

/** Invites an account of no organisation, or an address, for which one is made; I answer for it. */
export function InviteGuest({ of, close, done }: GuestProps) {
  const { t } = useTranslation();
  const [typed, type] = useState("");
  const [name, setName] = useState("");
  const [long, setLong] = useState("6");
  const mails = useServer()?.mail !== false;
  const { busy, refusal, run, refuse } = useDeed(
    why({ conflict: (t) => t("admin.guests.elsewhere"), missing: (t) => t("admin.people.unknown") }),
  );
  const byMail = isAddress(typed);
  const submit = () => {
    const id = byMail ? null : idOf(typed);
    if (!byMail && !id) return refuse((t) => t("admin.guests.whom.missing"));
    const whom = id ? { user_id: id } : { address: typed.trim(), name: name.trim() };
    void run(async () => {
      const { ends } = await inviteExternal(of.id, whom, msOf(long));
      const date = dateOf(ends);
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
        <TextInput
          label={t("admin.guests.name")}
          autoComplete="off"
          maxLength={nameMax}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
        />
      ) : null}
      <HowLong value={long} set={setLong} />
    </Dialog>
  );
}

/** Puts off the end of an invitation; who was not let in any more is again. */
export function ExtendGuest({ of, one, close, done }: GuestProps & { one: External }) {
  const { t } = useTranslation();
  const [long, setLong] = useState("3");
  const { busy, refusal, submit } = useAnswer(async () => {
    const { ends } = await extendExternal(of.id, one.user_id, msOf(long));
    return t("admin.guests.extended", { date: dateOf(ends) });
  }, done);
  return (
    <Dialog
      title={t("admin.guests.extend.title", { name: nameOf(one) })}
      close={close}
      act={t("admin.guests.extend")}
      submit={submit}
      busy={busy}
      wrong={refusal}
    >
      <HowLong value={long} set={setLong} />
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
