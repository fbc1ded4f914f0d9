import { Button, TextInput } from "@mantine/core";
import { type ChangeEvent, type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { setName, setPicture, upload } from "../../api/matrix";
import { reasonOf } from "../../api/reasons";
import { account, me } from "../../base/account";
import { useKept } from "../../base/kept";
import { plain } from "../../base/names";
import { say } from "../../shell/toast";
import { Face } from "../../ui/parts";
import { CropDialog } from "./CropDialog";
import s from "./settings.module.css";

const accepted = "image/png,image/jpeg,image/webp,image/gif,image/avif";
const nameMax = 100;

function Picture() {
  const { t } = useTranslation();
  const mine = account.use();
  const who = me.use();
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<File | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  if (!mine) return null;
  const name = who?.name ?? mine.userId;

  const put = async (mxc: string) => {
    await setPicture(mine.userId, mxc);
    me.set((before) => before && { ...before, picture: mxc || null });
  };
  const choose = (e: ChangeEvent<HTMLInputElement>) => {
    const file = e.currentTarget.files?.[0];
    e.currentTarget.value = "";
    setRefusal(null);
    if (file) setChosen(file);
  };
  const keep = async (picture: Blob) => {
    await put(await upload(picture, t("settings.picture.file")));
    setChosen(null);
    say(t("settings.picture.changed"));
  };
  const remove = async () => {
    const before = who?.picture;
    setRefusal(null);
    try {
      await put("");
      say(
        t("settings.picture.removed"),
        before ? () => void put(before).catch((failure) => setRefusal(reasonOf(failure, t))) : undefined,
      );
    } catch (failure) {
      setRefusal(reasonOf(failure, t));
    }
  };

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
              <Button variant="subtle" data-quiet onClick={remove}>
                {t("settings.picture.remove")}
              </Button>
            ) : null}
          </div>
          <p className={s.refusal} role="alert">
            {refusal}
          </p>
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
  const [written, setWritten] = useKept(`settings.name.${mine?.userId}`);
  const [touched, setTouched] = useState(written !== "");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  if (!mine) return null;
  const value = touched ? written : known;
  const next = plain(value);

  const save = async (e: FormEvent) => {
    e.preventDefault();
    if (!next) {
      setRefusal(t("settings.name.empty"));
      return;
    }
    setBusy(true);
    setRefusal(null);
    try {
      await setName(mine.userId, next);
      me.set((before) => before && { ...before, name: next });
      setTouched(false);
      setWritten("");
      say(t("settings.saved"));
    } catch (failure) {
      setRefusal(reasonOf(failure, t));
    }
    setBusy(false);
  };

  return (
    <section className={s.sec}>
      <h2>{t("settings.name")}</h2>
      <form className={s.fields} onSubmit={save}>
        <TextInput
          label={t("settings.name.label")}
          description={t("settings.name.hint")}
          autoComplete="name"
          maxLength={nameMax}
          value={value}
          error={refusal}
          onChange={(e) => {
            setTouched(true);
            setWritten(e.currentTarget.value);
          }}
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
    </>
  );
}
