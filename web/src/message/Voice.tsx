import { ActionIcon } from "@mantine/core";
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from "@tabler/icons-react";
import { type CSSProperties, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMedia } from "../api/media";
import type { Voice } from "../session/message";
import { clock } from "./clock";
import s from "./voice.module.css";

/** What somebody said aloud: it is loaded when one wants to hear it. */
export function VoiceBox({ of, url, pending }: { of: Voice; url: string | null; pending: boolean }) {
  const { t } = useTranslation();
  const [asked, ask] = useState(false);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const audio = useRef<HTMLAudioElement>(null);
  const source = useMedia(asked ? url : null);
  const seconds = of.durationMs / 1000;
  const turn = () => {
    ask(true);
    if (playing) audio.current?.pause();
    else void audio.current?.play().catch(() => undefined);
  };
  return (
    <div className={s.voice} role="group" aria-label={t("voice.one", { time: clock(of.durationMs) })}>
      <ActionIcon
        variant="light"
        color="vert"
        radius={18}
        size={36}
        disabled={pending || url === null}
        aria-label={playing ? t("voice.pause") : t("voice.play")}
        onClick={turn}
      >
        {playing ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPlayFilled size={18} />}
      </ActionIcon>
      <span className={s.line}>
        <span className={s.bars} aria-hidden>
          {of.loudness.map((loud, i) => (
            <i
              key={i}
              data-heard={i / of.loudness.length < at / seconds || undefined}
              style={{ "--loud": loud } as CSSProperties}
            />
          ))}
        </span>
        <input
          type="range"
          aria-label={t("voice.place")}
          aria-valuetext={clock(at * 1000)}
          min={0}
          max={Math.max(0.1, seconds)}
          step={0.1}
          value={Math.min(at, seconds)}
          disabled={source === null}
          onChange={(e) => {
            const to = Number(e.target.value);
            setAt(to);
            if (audio.current) audio.current.currentTime = to;
          }}
        />
      </span>
      <span className={s.time}>{clock(playing || at > 0 ? at * 1000 : of.durationMs)}</span>
      {source ? (
        // biome-ignore lint/a11y/useMediaCaption: nobody wrote down what was said
        <audio
          ref={audio}
          src={source}
          autoPlay
          onPlay={() => setPlaying(true)}
          onPause={() => setPlaying(false)}
          onEnded={() => setAt(0)}
          onTimeUpdate={(e) => setAt(e.currentTarget.currentTime)}
        />
      ) : null}
    </div>
  );
}
