import { ActionIcon, Tooltip } from "@mantine/core";
import { IconMicrophone } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Recorded, type Recording, record, sayAloud } from "../../session/recording";
import { Dialog } from "../../ui/Dialog";
import { clock } from "./clock";
import { useTalk } from "./talk";
import s from "./voice.module.css";

const longestMs = 5 * 60_000;
const lookEveryMs = 100;

type State = { readonly kind: "asking" | "refused" } | { readonly kind: "running"; readonly of: Recording };

/** Listens as long as it is open; what was said leaves only when it is sent. */
function useRecording(): State {
  const [state, setState] = useState<State>({ kind: "asking" });
  useEffect(() => {
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
  }, []);
  return state;
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

function VoiceDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { room, thread, latest } = useTalk();
  const state = useRecording();
  const [full, setFull] = useState<Recorded | null>(null);
  const running = state.kind === "running" && !full ? state.of : null;
  const send = async () => {
    const said = full ?? (await running?.stop());
    if (!said) return;
    close();
    await sayAloud(room.roomId, said, t("voice.file"), thread ? { thread } : {});
    latest();
  };
  return (
    <Dialog
      title={t("voice.new")}
      close={close}
      act={t("voice.send")}
      submit={() => void send()}
      disabled={!running && !full}
      wrong={state.kind === "refused" ? t("voice.refused") : null}
    >
      {running ? <Running of={running} full={() => void running.stop().then(setFull)} /> : null}
      {full ? <p role="status">{t("voice.full", { time: clock(full.durationMs) })}</p> : null}
      {state.kind === "asking" ? <p role="status">{t("voice.asking")}</p> : null}
    </Dialog>
  );
}

/** The tool that sends what one says aloud. */
export function NewVoice() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Tooltip label={t("voice.new")}>
        <ActionIcon aria-label={t("voice.new")} onClick={() => setOpen(true)}>
          <IconMicrophone size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      {open ? <VoiceDialog close={() => setOpen(false)} /> : null}
    </>
  );
}
