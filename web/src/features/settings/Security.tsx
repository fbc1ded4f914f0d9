import { Button, Checkbox, Modal, TextInput } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { changePassword, type Device, devices, renameDevice, signOutDevices } from "../../api/matrix";
import { reasonOf } from "../../api/reasons";
import { useAsked } from "../../api/useAsked";
import { account } from "../../base/account";
import { plain } from "../../base/names";
import { dateOf, daysAgo, timeOf } from "../../i18n/dates";
import { say } from "../../shell/toast";
import { PasswordField, passwordMin } from "../../ui/PasswordField";
import { Badge, ErrorState, Waiting } from "../../ui/parts";
import s from "./settings.module.css";

function Password() {
  const { t } = useTranslation();
  const mine = account.use();
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const [others, setOthers] = useState(true);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  if (!mine) return null;

  const change = async (e: FormEvent) => {
    e.preventDefault();
    if (next.length < passwordMin) {
      setRefusal(t("ui.password.short", { count: passwordMin }));
      return;
    }
    setBusy(true);
    setRefusal(null);
    try {
      await changePassword(mine.userId, old, next, others);
      setOld("");
      setNext("");
      say(t("settings.password.changed"));
    } catch (failure) {
      setRefusal(reasonOf(failure, t));
    }
    setBusy(false);
  };

  return (
    <section className={s.sec}>
      <h2>{t("ui.password")}</h2>
      <form className={s.fields} onSubmit={change}>
        <input type="hidden" name="username" autoComplete="username" value={mine.userId} readOnly />
        <PasswordField label={t("settings.password.old")} value={old} onChange={(e) => setOld(e.currentTarget.value)} />
        <PasswordField
          fresh
          label={t("settings.password.next")}
          value={next}
          onChange={(e) => setNext(e.currentTarget.value)}
        />
        <Checkbox
          label={t("settings.password.others")}
          checked={others}
          onChange={(e) => setOthers(e.currentTarget.checked)}
        />
        <p className={s.refusal} role="alert">
          {refusal}
        </p>
        <div>
          <Button type="submit" loading={busy} disabled={!old || !next}>
            {t("settings.password.change")}
          </Button>
        </div>
      </form>
    </section>
  );
}

function useLastSeen(): (device: Device) => string {
  const { t } = useTranslation();
  return ({ last_seen_ts: at }) => {
    if (!at) return t("settings.devices.never");
    const ago = daysAgo(at);
    const time = timeOf(at);
    if (ago <= 0) return t("settings.devices.today", { time });
    if (ago === 1) return t("settings.devices.yesterday", { time });
    return t("settings.devices.on", { date: dateOf(at) });
  };
}

const nameOf = (device: Device) => plain(device.display_name ?? "") || device.device_id;
const mobile = /android|ios|iphone|ipad|mobile/i;

function Row({
  device,
  here,
  onChanged,
  onOut,
}: {
  device: Device;
  here: boolean;
  onChanged: () => void;
  onOut: () => void;
}) {
  const { t } = useTranslation();
  const seen = useLastSeen();
  const [name, setName] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const Lead = mobile.test(nameOf(device)) ? IconDeviceMobile : IconDeviceDesktop;

  const rename = async (e: FormEvent) => {
    e.preventDefault();
    setRefusal(null);
    try {
      await renameDevice(device.device_id, plain(name ?? ""));
      setName(null);
      onChanged();
    } catch (failure) {
      setRefusal(reasonOf(failure, t));
    }
  };

  if (name !== null) {
    return (
      <li className={s.row}>
        <Lead size={22} stroke={1.7} aria-hidden />
        <form className={s.inline} onSubmit={rename}>
          <TextInput
            aria-label={t("settings.devices.name")}
            autoFocus
            maxLength={100}
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
            error={refusal}
          />
          <Button type="submit" size="xs" disabled={!plain(name)}>
            {t("settings.save")}
          </Button>
          <Button size="xs" variant="subtle" data-quiet onClick={() => setName(null)}>
            {t("settings.cancel")}
          </Button>
        </form>
      </li>
    );
  }
  return (
    <li className={s.row}>
      <Lead size={22} stroke={1.7} aria-hidden />
      <div>
        <b>
          {nameOf(device)}
          {here ? <Badge tone="accent">{t("settings.devices.here")}</Badge> : null}
        </b>
        <p>{here ? t("settings.devices.now") : seen(device)}</p>
      </div>
      <div className={s.acts}>
        <Button
          variant="subtle"
          size="xs"
          onClick={() => setName(nameOf(device))}
          aria-label={t("settings.devices.renameOf", { name: nameOf(device) })}
        >
          {t("settings.devices.rename")}
        </Button>
        {here ? null : (
          <Button
            variant="subtle"
            size="xs"
            onClick={onOut}
            aria-label={t("settings.devices.outOf", { name: nameOf(device) })}
          >
            {t("settings.devices.out")}
          </Button>
        )}
      </div>
    </li>
  );
}

function OutDialog({
  ids,
  title,
  close,
  done,
}: {
  ids: readonly string[];
  title: ReactNode;
  close: () => void;
  done: () => void;
}) {
  const { t } = useTranslation();
  const mine = account.use();
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  if (!mine) return null;
  const out = async (e: FormEvent) => {
    e.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      await signOutDevices(mine.userId, password, ids);
      done();
    } catch (failure) {
      setRefusal(reasonOf(failure, t));
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ "aria-label": t("ui.close") }}>
      <form className={s.fields} onSubmit={out}>
        <p>{t("settings.devices.out.why")}</p>
        <input type="hidden" name="username" autoComplete="username" value={mine.userId} readOnly />
        <PasswordField data-autofocus value={password} onChange={(e) => setPassword(e.currentTarget.value)} />
        <p className={s.refusal} role="alert">
          {refusal}
        </p>
        <div className={s.dialogEnd}>
          <Button variant="subtle" data-quiet onClick={close}>
            {t("settings.cancel")}
          </Button>
          <Button type="submit" color="garance" loading={busy} disabled={!password}>
            {t("settings.devices.out")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Devices() {
  const { t } = useTranslation();
  const mine = account.use();
  const [asked, again] = useAsked(devices);
  const [out, setOut] = useState<readonly string[] | null>(null);
  if (asked.state === "waiting") return <Waiting />;
  if (asked.state === "refused") {
    return (
      <ErrorState title={t("settings.devices.failed")} retry={again}>
        {reasonOf(asked.why, t)}
      </ErrorState>
    );
  }
  const here = mine?.deviceId;
  const all = [...asked.value].sort(
    (a, b) =>
      Number(b.device_id === here) - Number(a.device_id === here) || (b.last_seen_ts ?? 0) - (a.last_seen_ts ?? 0),
  );
  const others = all.map((d) => d.device_id).filter((id) => id !== here);
  return (
    <>
      <ul>
        {all.map((d) => (
          <Row
            key={d.device_id}
            device={d}
            here={d.device_id === here}
            onChanged={again}
            onOut={() => setOut([d.device_id])}
          />
        ))}
      </ul>
      {others.length > 1 ? (
        <div className={s.below}>
          <Button variant="default" data-danger onClick={() => setOut(others)}>
            {t("settings.devices.outAll")}
          </Button>
        </div>
      ) : null}
      {out ? (
        <OutDialog
          ids={out}
          title={t("settings.devices.out.title", { count: out.length })}
          close={() => setOut(null)}
          done={() => {
            setOut(null);
            again();
            say(t("settings.devices.out.done"));
          }}
        />
      ) : null}
    </>
  );
}

export function Security() {
  const { t } = useTranslation();
  return (
    <>
      <section className={s.sec}>
        <h2>{t("settings.devices")}</h2>
        <p>{t("settings.devices.hint")}</p>
        <Devices />
      </section>
      <Password />
    </>
  );
}
