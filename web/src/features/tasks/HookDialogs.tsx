import { Checkbox, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDeed } from "../../api/useDeed";
import {
  addWebhook,
  changeWebhook,
  type FreshWebhook,
  type HookEvent,
  hookEvents,
  removeWebhook,
  type Webhook,
} from "../../api/webhooks";
import { say } from "../../shell/toast";
import { CopyButton } from "../../ui/CopyButton";
import { Dialog } from "../../ui/Dialog";
import { eventName, isOfAddress, whyNotHook } from "./hooks";
import s from "./tasks.module.css";

const uriMax = 1000;
const isAddress = (text: string): boolean => /^https?:\/\/[^/\s]/i.test(text);

interface EventsProps {
  readonly picked: readonly HookEvent[];
  readonly pick: (next: readonly HookEvent[]) => void;
}

/** What a program is told of. */
function Events({ picked, pick }: EventsProps) {
  const { t } = useTranslation();
  return (
    <Checkbox.Group
      label={t("webhooks.events")}
      value={[...picked]}
      onChange={(next) => pick(hookEvents.filter((one) => next.includes(one)))}
    >
      <div className={s.events}>
        {hookEvents.map((one) => (
          <Checkbox key={one} value={one} label={eventName(one, t)} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

/** All is said as none in particular: of what comes in later versions it is told, too. */
const said = (picked: readonly HookEvent[]): readonly HookEvent[] =>
  picked.length === hookEvents.length ? [] : picked;

interface DialogProps {
  readonly space: string;
  readonly close: () => void;
  readonly done: () => void;
}

/** The secret of one that was just added. */
function Secret({ of, close }: { of: FreshWebhook; close: () => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  return (
    <Dialog title={t("webhooks.secretTitle")} close={close} act={t("webhooks.secretKept")} only held submit={close}>
      <p>{t("webhooks.secretBody")}</p>
      <div className={s.secret}>
        <TextInput ref={field} label={t("webhooks.secret")} value={of.secret} readOnly data-autofocus />
        <CopyButton of={field} />
      </div>
    </Dialog>
  );
}

/** Has a program told what changes on the board. */
export function AddHook({ space, close, done }: DialogProps) {
  const { t } = useTranslation();
  const [uri, write] = useState("");
  const [picked, pick] = useState<readonly HookEvent[]>(hookEvents);
  const [fresh, made] = useState<FreshWebhook | null>(null);
  const [wrongAddress, setWrong] = useState(false);
  const { busy, refusal, run, refuse } = useDeed(whyNotHook);
  const submit = () => {
    const address = uri.trim();
    if (!isAddress(address)) return setWrong(true);
    refuse(null);
    void run(async () => {
      try {
        made(await addWebhook(space, address, said(picked)));
        done();
      } catch (failure) {
        // Told at its field.
        if (!isOfAddress(failure)) throw failure;
        setWrong(true);
      }
    });
  };
  if (fresh) return <Secret of={fresh} close={close} />;
  return (
    <Dialog
      title={t("webhooks.addTitle")}
      close={close}
      act={t("webhooks.add")}
      disabled={uri.trim() === "" || picked.length === 0}
      busy={busy}
      wrong={refusal}
      submit={submit}
    >
      <TextInput
        data-autofocus
        type="url"
        inputMode="url"
        label={t("webhooks.address")}
        description={t("webhooks.addressHint")}
        maxLength={uriMax}
        value={uri}
        error={wrongAddress ? t("webhooks.badAddress") : null}
        onChange={(e) => {
          write(e.target.value);
          setWrong(false);
        }}
        autoComplete="off"
        spellCheck={false}
      />
      <Events picked={picked} pick={pick} />
    </Dialog>
  );
}

export function EditHook({ of, space, close, done }: DialogProps & { readonly of: Webhook }) {
  const { t } = useTranslation();
  const [picked, pick] = useState<readonly HookEvent[]>(of.events.length > 0 ? of.events : hookEvents);
  const { busy, refusal, run } = useDeed(whyNotHook);
  const submit = () =>
    void run(async () => {
      await changeWebhook(space, of.id, { events: said(picked) });
      done();
      close();
    });
  return (
    <Dialog
      title={t("webhooks.editTitle")}
      close={close}
      act={t("tasks.keep")}
      disabled={picked.length === 0}
      busy={busy}
      wrong={refusal}
      submit={submit}
    >
      <p className={s.hookAddress}>{of.uri}</p>
      <Events picked={picked} pick={pick} />
    </Dialog>
  );
}

export function RemoveHook({ of, space, close, done }: DialogProps & { readonly of: Webhook }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useDeed(whyNotHook);
  const submit = () =>
    void run(async () => {
      await removeWebhook(space, of.id);
      say(t("webhooks.removed"));
      done();
      close();
    });
  return (
    <Dialog
      title={t("webhooks.removeTitle")}
      close={close}
      act={t("webhooks.remove")}
      danger
      busy={busy}
      wrong={refusal}
      submit={submit}
    >
      <p className={s.hookAddress}>{of.uri}</p>
      <p>{t("webhooks.removeBody")}</p>
    </Dialog>
  );
}
