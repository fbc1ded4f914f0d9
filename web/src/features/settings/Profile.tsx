import { Button, TextInput } from "@mantine/core";
import { type ChangeEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { setName, setPicture, upload } from "../../api/matrix";
import { useDeed } from "../../api/useDeed";
import { account, me } from "../../base/account";
import { useEdited } from "../../base/kept";
import { plain } from "../../base/names";
import { say } from "../../shell/toast";
import { tooLong } from "../../ui/nameLength";
import { Face, Wrong } from "../../ui/parts";
import { CropDialog } from "./CropDialog";
import { Does } from "./Function";
import { RedList } from "./RedList";
import s from "./settings.module.css";

const accepted = "image/png,image/jpeg,image/webp,image/gif,image/avif,image/heic,image/heif,.heic,.heif";
function Picture() {
  const { t } = useTranslation();
  const mine = account.use();
  const who = me.use();
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<File | null>(null);
  const { refusal, run, refuse } = useDeed();
  if (!mine) return null;
  const name = who?.name ?? mine.userId;

  const put = async (mxc: string) => {
    await setPicture(mine.userId, mxc);
    me.set((before) => before && { ...before, picture: mxc || null });
  };
  const choose = (e: ChangeEvent<HTMLInputElement>) => {
    const file = e.currentTarget.files?.[0];
    e.currentTarget.value = "";
    refuse(null);
    if (file) setChosen(file);
  };
  const keep = async (picture: Blob) => {
    await put(await upload(picture, t("settings.picture.file")));
    setChosen(null);
    say(t("settings.picture.changed"));
  };
  const remove = () =>
    run(async () => {
      const before = who?.picture;
      await put("");
      say(t("settings.picture.removed"), before ? () => void run(() => put(before)) : undefined);
    });

  return (
    <section className={s.sec}>
      <h2>{t("settings.picture")}</h2>
      <div className={s.picture}>
        <Face of={{ id: mine.userId, name, picture: who?.picture }} size={88} />
        <div>
          <p>{t("settings.picture.hint")}</p>
          <div className={s.acts}>
            <input
              ref={input}
              type="file"
              accept={accepted}
              onChange={choose}
              className="hidden"
              tabIndex={-1}
              aria-hidden
            />
            <Button variant="default" onClick={() => input.current?.click()}>
              {who?.picture ? t("settings.picture.change") : t("settings.picture.choose")}
            </Button>
            {who?.picture ? (
              <Button variant="subtle" data-quiet onClick={() => void remove()}>
                {t("settings.picture.remove")}
              </Button>
            ) : null}
          </div>
          <Wrong>{refusal}</Wrong>
        </div>
      </div>
      {chosen ? <CropDialog file={chosen} keep={keep} close={() => setChosen(null)} /> : null}
    </section>
  );
}

function Name() {
  const { t } = useTranslation();
  const mine = account.use();
  const who = me.use();
  const known = who && who.name !== mine?.userId ? who.name : "";
  const field = useEdited(`settings.name.${mine?.userId}`, known);
  const { busy, refusal, run, refuse } = useDeed();
  if (!mine) return null;
  const next = plain(field.value);

  const save = async () => {
    if (!next) return refuse((t) => t("settings.name.empty"));
    if (tooLong(next, t)) return;
    await run(async () => {
      await setName(mine.userId, next);
      me.set((before) => before && { ...before, name: next });
      field.write(next);
      say(t("settings.saved"));
    });
  };

  return (
    <section className={s.sec}>
      <h2>{t("settings.name")}</h2>
      <form
        className={s.fields}
        onSubmit={(e) => {
          e.preventDefault();
          void save();
        }}
      >
        <TextInput
          label={t("settings.name.label")}
          description={who?.nameLocked ? t("settings.name.locked") : t("settings.name.hint")}
          autoComplete="name"
          value={field.value}
          error={tooLong(next, t) ?? refusal}
          disabled={who?.nameLocked === true}
          onChange={(e) => field.write(e.currentTarget.value)}
        />
        <div>
          <Button type="submit" loading={busy} disabled={next === known}>
            {t("settings.save")}
          </Button>
        </div>
      </form>
      <dl className={s.facts}>
        <div>
          <dt>{t("settings.address")}</dt>
          <dd>{mine.userId}</dd>
        </div>
      </dl>
    </section>
  );
}

export function ProfileForm() {
  return (
    <>
      <Picture />
      <Name />
      <Does />
      <RedList />
    </>
  );
}
