import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconMicrophone, IconPlayerStop } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Recorded, type Recording, record, sayAloud } from "../session/recording";
import { say as toast } from "../shell/toast";
import { Dialog } from "../ui/Dialog";
import { clock } from "./clock";
import { useTalk } from "./talk";
import s from "./voice.module.css";

const longestMs = 5 * 60_000;
const lookEveryMs = 100;

type State = { readonly kind: "asking" | "refused" } | { readonly kind: "running"; readonly of: Recording };

/** Listens as long as it is open, unless something was said before; what was said leaves only when it is sent. */
function useRecording(before: Recorded | null) {
  const [state, setState] = useState<State>({ kind: "asking" });
  const [said, setSaid] = useState(before);
  useEffect(() => {
    if (before) return;
    let here = true;
    const coming = record();
    coming.then(
      (of) => here && setState({ kind: "running", of }),
      () => here && setState({ kind: "refused" }),
    );
    return () => {
      here = false;
      void coming.then((of) => of.drop()).catch(() => undefined);
    };
  }, [before]);
  /** What was said so far, which ends it; null when nothing was. */
  const stop = async (): Promise<Recorded | null> => {
    if (said || state.kind !== "running") return said;
    const all = await state.of.stop();
    setSaid(all);
    return all;
  };
  return { state, said, stop };
}

/** How long and how loud it is so far. */
function Running({ of, full }: { of: Recording; full: () => void }) {
  const { t } = useTranslation();
  const began = useRef(performance.now());
  const [now, setNow] = useState({ ms: 0, loud: 0 });
  const end = useRef(full);
  end.current = full;
  useEffect(() => {
    const timer = setInterval(() => {
      const ms = performance.now() - began.current;
      setNow({ ms, loud: of.loudness() });
      if (ms >= longestMs) end.current();
    }, lookEveryMs);
    return () => clearInterval(timer);
  }, [of]);
  return (
    <div className={s.recording}>
      <span className={s.now} aria-hidden />
      <span>{t("voice.recording")}</span>
      <span className={s.level} aria-hidden>
        <span style={{ transform: `scaleX(${now.loud})` }} />
      </span>
      <span className={s.time} role="timer">
        {clock(now.ms)}
      </span>
    </div>
  );
}

/** What was said, to be heard before it leaves. */
function Heard({ of }: { of: Recorded }) {
  const { t } = useTranslation();
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const here = URL.createObjectURL(of.blob);
    setUrl(here);
    return () => URL.revokeObjectURL(here);
  }, [of]);
  const time = clock(of.durationMs);
  return (
    <>
      <p role="status">{of.durationMs < longestMs ? t("voice.heard", { time }) : t("voice.full", { time })}</p>
      {/* biome-ignore lint/a11y/useMediaCaption: nobody wrote down what was said */}
      <audio className={s.heard} src={url} controls aria-label={t("voice.play")} />
    </>
  );
}

interface VoiceDialogProps {
  /** What was said before, given up and taken back. */
  readonly before: Recorded | null;
  readonly close: () => void;
  readonly again: (said: Recorded) => void;
}

function VoiceDialog({ before, close, again }: VoiceDialogProps) {
  const { t } = useTranslation();
  const { room, thread, latest } = useTalk();
  const { state, said, stop } = useRecording(before);
  const running = state.kind === "running" && !said ? state.of : null;
  const send = async () => {
    const ending = stop();
    close();
    const all = await ending;
    if (!all) return;
    await sayAloud(room.roomId, all, t("voice.file"), thread ? { thread } : {});
    latest();
  };
  const giveUp = async () => {
    const ending = stop();
    close();
    const all = await ending;
    if (all) toast(t("voice.givenUp"), () => again(all));
  };
  return (
    <Dialog
      title={t("voice.new")}
      close={() => void giveUp()}
      act={t("voice.send")}
      submit={() => void send()}
      disabled={!running && !said}
      wrong={state.kind === "refused" ? t("voice.refused") : null}
    >
      {running ? (
        <>
          <Running of={running} full={() => void stop()} />
          <Button variant="default" leftSection={<IconPlayerStop size={16} aria-hidden />} onClick={() => void stop()}>
            {t("voice.stop")}
          </Button>
        </>
      ) : null}
      {said ? <Heard of={said} /> : null}
      {state.kind === "asking" && !said ? <p role="status">{t("voice.asking")}</p> : null}
    </Dialog>
  );
}

/** The tool that sends what one says aloud. */
export function NewVoice() {
  const { t } = useTranslation();
  const [open, setOpen] = useState<{ readonly before: Recorded | null } | null>(null);
  return (
    <>
      <Tooltip label={t("voice.new")}>
        <ActionIcon aria-label={t("voice.new")} onClick={() => setOpen({ before: null })}>
          <IconMicrophone size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      {open ? (
        <VoiceDialog before={open.before} close={() => setOpen(null)} again={(said) => setOpen({ before: said })} />
      ) : null}
    </>
  );
}
