import { Slider } from "@mantine/core";
import { type PointerEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDeed } from "../../api/useDeed";
import { pixelsOf } from "../../session/heic";
import { type Crop, cut, moved, sideMax, squareOf, wholeMiddle, zoomMax } from "../../ui/crop";
import { Dialog } from "../../ui/Dialog";
import s from "./settings.module.css";

type Opened = { picture: ImageBitmap } | { fault: true } | null;

function useBitmap(file: File): Opened {
  const [opened, setOpened] = useState<Opened>(null);
  useEffect(() => {
    let here = true;
    let held: ImageBitmap | null = null;
    pixelsOf(file).then(
      (picture) => {
        const fits = picture.width <= sideMax && picture.height <= sideMax;
        if (here && fits) {
          held = picture;
          setOpened({ picture });
        } else {
          picture.close();
          if (here) setOpened({ fault: true });
        }
      },
      () => here && setOpened({ fault: true }),
    );
    return () => {
      here = false;
      held?.close();
    };
  }, [file]);
  return opened;
}

function Preview({
  picture,
  crop,
  onMove,
}: {
  picture: ImageBitmap;
  crop: Crop;
  onMove: (dx: number, dy: number) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const pen = canvas.current?.getContext("2d");
    if (!pen || !canvas.current) return;
    const { left, top, side } = squareOf(picture.width, picture.height, crop);
    pen.clearRect(0, 0, canvas.current.width, canvas.current.height);
    pen.drawImage(picture, left, top, side, side, 0, 0, canvas.current.width, canvas.current.height);
  }, [picture, crop]);
  const drag = (e: PointerEvent<HTMLCanvasElement>) => {
    if (!e.currentTarget.hasPointerCapture(e.pointerId)) return;
    const { width } = e.currentTarget.getBoundingClientRect();
    onMove(e.movementX / width, e.movementY / width);
  };
  return (
    <canvas
      ref={canvas}
      width={480}
      height={480}
      className={s.crop}
      aria-hidden
      onPointerDown={(e) => e.currentTarget.setPointerCapture(e.pointerId)}
      onPointerMove={drag}
    />
  );
}

/** Chooses the square that is kept of a picture: by dragging, or by three sliders. */
export function CropDialog({
  file,
  keep,
  close,
}: {
  file: File;
  keep: (picture: Blob) => Promise<void>;
  close: () => void;
}) {
  const { t } = useTranslation();
  const opened = useBitmap(file);
  const picture = opened && "picture" in opened ? opened.picture : null;
  const [crop, setCrop] = useState(wholeMiddle);
  const { busy, refusal, run } = useDeed();
  const per = (value: number) => `${Math.round(value * 100)}\u00a0%`;

  return (
    <Dialog
      title={t("settings.crop.title")}
      close={close}
      act={t("settings.crop.keep")}
      submit={() => picture && void run(async () => keep(await cut(picture, crop)))}
      busy={busy}
      disabled={!picture}
      wrong={refusal}
    >
      {opened && !picture ? <p role="alert">{t("settings.crop.unreadable")}</p> : null}
      {picture ? (
        <div className={s.cropping}>
          <Preview
            picture={picture}
            crop={crop}
            onMove={(dx, dy) => setCrop((now) => moved(picture.width, picture.height, now, dx, dy))}
          />
          <Slide
            name={t("settings.crop.zoom")}
            min={1}
            max={zoomMax}
            value={crop.zoom}
            say={per}
            set={(zoom) => setCrop({ ...crop, zoom })}
          />
          <Slide
            name={t("settings.crop.x")}
            min={0}
            max={1}
            value={crop.x}
            say={per}
            set={(x) => setCrop({ ...crop, x })}
          />
          <Slide
            name={t("settings.crop.y")}
            min={0}
            max={1}
            value={crop.y}
            say={per}
            set={(y) => setCrop({ ...crop, y })}
          />
        </div>
      ) : null}
    </Dialog>
  );
}

interface SlideProps {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly value: number;
  readonly say: (value: number) => string;
  readonly set: (value: number) => void;
}
const Slide = ({ name, min, max, value, say, set }: SlideProps) => (
  <div className={s.slide}>
    <span aria-hidden>{name}</span>
    <Slider
      min={min}
      max={max}
      step={0.01}
      value={value}
      onChange={set}
      label={say}
      thumbLabel={name}
      thumbProps={{ "aria-valuetext": say(value) }}
      size="sm"
      thumbSize={24}
    />
  </div>
);
