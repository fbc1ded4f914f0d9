import { Button } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { upload } from "../../api/matrix";
import { changeSpace, type WholeSpace } from "../../api/spaces";
import { shortOf } from "../../base/names";
import { pixelsOf } from "../../session/heic";
import { say } from "../../shell/toast";
import { cut, sideMax, wholeMiddle } from "../../ui/crop";
import ui from "../../ui/lines.module.css";
import { Plaque, Wrong } from "../../ui/parts";
import s from "./spaces.module.css";
import { useSpaceDeed } from "./useSpace";

/** The middle of a picture as a square; a file that is none, or too large, is refused. */
async function squared(file: File): Promise<Blob> {
  const picture = await pixelsOf(file);
  try {
    if (picture.width > sideMax || picture.height > sideMax) throw new Error("the picture is too large");
    return await cut(picture, wholeMiddle);
  } finally {
    picture.close();
  }
}

/** The picture on the plaque of a space. */
export function SpacePicture({ of, put }: { of: WholeSpace; put: (next: WholeSpace) => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const { busy, refusal, run, refuse } = useSpaceDeed();
  const set = (url: string) =>
    run(async () => {
      put(await changeSpace(of.space_id, { avatar_url: url }));
      say(t("spaces.settings.saved"));
    });
  const choose = async (file: File | undefined) => {
    if (!file) return;
    const square = await squared(file).catch(() => null);
    if (!square) return refuse((t) => t("spaces.picture.wrong"));
    await run(async () => {
      const url = await upload(square, "space.png");
      await set(url);
    });
  };
  return (
    <section className={s.part}>
      <h2>{t("spaces.picture")}</h2>
      <div className={ui.actions}>
        <Plaque id={of.space_id} short={shortOf(of.name)} size={56} picture={of.avatar_url || null} />
        <input
          ref={input}
          type="file"
          accept="image/*"
          hidden
          onChange={(e) => {
            void choose(e.target.files?.[0]);
            e.target.value = "";
          }}
        />
        <Button variant="default" loading={busy} onClick={() => input.current?.click()}>
          {t("spaces.picture.choose")}
        </Button>
        {of.avatar_url ? (
          <Button variant="subtle" data-quiet onClick={() => void set("")}>
            {t("spaces.picture.remove")}
          </Button>
        ) : null}
      </div>
      <Wrong>{refusal}</Wrong>
    </section>
  );
}
