import { Button, TextInput } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearch } from "wouter";
import { type Device, devices, renameDevice, signOutDevices } from "../../api/matrix";
import { useAsked } from "../../api/useAsked";
import { useDeed } from "../../api/useDeed";
import { account } from "../../base/account";
import { useKept } from "../../base/kept";
import { plain } from "../../base/names";
import { dateOf, daysAgo, timeOf } from "../../i18n/dates";
import { useProof, wrongProof } from "../../shell/Proof";
import { say } from "../../shell/toast";
import { Answered } from "../../ui/Answered";
import { Dialog } from "../../ui/Dialog";
import ui from "../../ui/lines.module.css";
import { Badge } from "../../ui/parts";
import { EndAccount } from "./EndAccount";
import { Factors } from "./Factors";
import { Linked } from "./Linked";
import { Password } from "./Password";
import s from "./settings.module.css";

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

/** Since when somebody is signed in there: it tells two devices of one name apart. */
function useSince(): (device: Device) => string | null {
  const { t } = useTranslation();
  return ({ "fr.parvis.since_ts": at }) =>
    at ? t("settings.devices.since", { date: dateOf(at), time: timeOf(at) }) : null;
}

const nameOf = (device: Device) => plain(device.display_name ?? "");
const mobile = /android|ios|iphone|ipad|mobile/i;

/** The name of a device as it is written, kept when one leaves the page; null while it is not. */
function useNaming(device: Device): [string | null, (next: string | null) => void] {
  const [kept, keep] = useKept(`settings.device.${device.device_id}`);
  // The mark before the name tells a field that was emptied from one that is not open.
  return [kept === "" ? null : kept.slice(1), (next) => keep(next === null ? "" : `=${next}`)];
}

interface NamingProps {
  readonly device: Device;
  readonly name: string;
  readonly write: (next: string | null) => void;
  readonly done: () => void;
}

/** A device is given a name. */
function Naming({ device, name, write, done }: NamingProps) {
  const { t } = useTranslation();
  const { refusal, run } = useDeed();
  const rename = async (e: FormEvent) => {
    e.preventDefault();
    await run(async () => {
      await renameDevice(device.device_id, plain(name));
      write(null);
      done();
    });
  };
  return (
    <form className={s.inline} onSubmit={rename}>
      <TextInput
        aria-label={t("settings.devices.name")}
        autoFocus
        maxLength={100}
        value={name}
        onChange={(e) => write(e.currentTarget.value)}
        error={refusal}
      />
      <Button type="submit" size="xs" disabled={!plain(name)}>
        {t("settings.save")}
      </Button>
      <Button size="xs" variant="subtle" data-quiet onClick={() => write(null)}>
        {t("ui.cancel")}
      </Button>
    </form>
  );
}

interface RowProps {
  readonly device: Device;
  readonly here: boolean;
  /** Another one has its name. */
  readonly twin: boolean;
  /** Whether an application led here to look at it. */
  readonly wanted: boolean;
  readonly onChanged: () => void;
  readonly onOut: () => void;
}

const show = (row: HTMLElement | null) => row?.scrollIntoView({ block: "center" });

function Row({ device, here, twin, wanted, onChanged, onOut }: RowProps) {
  const { t } = useTranslation();
  const seen = useLastSeen();
  const since = useSince()(device);
  const [name, setName] = useNaming(device);
  const shown = nameOf(device) || t("settings.devices.nameless", { id: device.device_id });
  const called = twin && since ? `${shown}, ${since}` : shown;
  const Lead = mobile.test(nameOf(device)) ? IconDeviceMobile : IconDeviceDesktop;
  return (
    <li className={s.row} ref={wanted ? show : undefined} aria-current={wanted || undefined}>
      <Lead size={22} stroke={1.7} aria-hidden />
      {name !== null ? (
        <Naming device={device} name={name} write={setName} done={onChanged} />
      ) : (
        <>
          <div>
            <b>
              {shown}
              {here ? <Badge tone="accent">{t("settings.devices.here")}</Badge> : null}
            </b>
            <p>{[here ? t("settings.devices.now") : seen(device), since].filter(Boolean).join(" · ")}</p>
          </div>
          <div className={s.acts}>
            <Button
              variant="subtle"
              size="xs"
              onClick={() => setName(nameOf(device))}
              aria-label={t("settings.devices.renameOf", { name: called })}
            >
              {t("settings.devices.rename")}
            </Button>
            {here ? null : (
              <Button
                variant="subtle"
                size="xs"
                onClick={onOut}
                aria-label={t("settings.devices.outOf", { name: called })}
              >
                {t("settings.devices.out")}
              </Button>
            )}
          </div>
        </>
      )}
    </li>
  );
}

function OutDialog({ ids, close, done }: { ids: readonly string[]; close: () => void; done: () => void }) {
  const { t } = useTranslation();
  const proof = useProof();
  const { busy, refusal, run } = useDeed(wrongProof);
  const out = () =>
    run(async () => {
      await signOutDevices(await proof.stage(), ids);
      done();
    });
  return (
    <Dialog
      title={t("settings.devices.out.title", { count: ids.length })}
      close={close}
      act={t("settings.devices.out")}
      submit={() => void out()}
      danger
      busy={busy}
      disabled={!proof.ready}
      wrong={refusal}
    >
      <p>{t("settings.devices.out.why")}</p>
      {proof.field}
    </Dialog>
  );
}

function Devices({ of, again }: { of: readonly Device[]; again: () => void }) {
  const { t } = useTranslation();
  const here = account.use()?.deviceId;
  const asked = new URLSearchParams(useSearch());
  const ending = asked.get("out");
  const mine = of.some((d) => d.device_id === ending) && ending !== here;
  const [out, setOut] = useState<readonly string[] | null>(ending && mine ? [ending] : null);
  const all = [...of].sort(
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
            twin={all.some((one) => one !== d && nameOf(one) === nameOf(d))}
            wanted={d.device_id === asked.get("device")}
            onChanged={again}
            onOut={() => setOut([d.device_id])}
          />
        ))}
      </ul>
      <div className={`${s.below} ${s.allOut}`}>
        <p className={ui.hint} id="out-all">
          {others.length > 0 ? t("settings.devices.outAll.hint") : t("settings.devices.outAll.none")}
        </p>
        <Button
          variant="default"
          data-danger={others.length > 0 || undefined}
          disabled={others.length === 0}
          aria-describedby="out-all"
          onClick={() => setOut(others)}
        >
          {t("settings.devices.outAll")}
        </Button>
      </div>
      {out ? (
        <OutDialog
          ids={out}
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
  const [asked, again] = useAsked(devices);
  return (
    <>
      <section className={s.sec}>
        <h2>{t("settings.devices")}</h2>
        <p>{t("settings.devices.hint")}</p>
        <Answered of={asked} again={again} failed={t("settings.devices.failed")}>
          {(all) => <Devices of={all} again={again} />}
        </Answered>
      </section>
      <Linked />
      <Password />
      <Factors />
      <EndAccount />
    </>
  );
}
