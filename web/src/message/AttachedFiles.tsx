import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Attached } from "../session/attached";
import ui from "../ui/lines.module.css";
import { Wrong } from "../ui/parts";
import s from "./composer.module.css";
import { glyphOf } from "./files";
import { useSize } from "./size";
import { useTalk } from "./talk";
import type { Attaching } from "./useAttaching";

/** The picture in a file; null while it is not there, and for what is none. */
function usePreview(file: File): { url: string | null; broken: () => void } {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!file.type.startsWith("image/")) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return { url, broken: () => setUrl(null) };
}

function Line({ of, remove }: { of: Attached; remove: () => void }) {
  const { t } = useTranslation();
  const size = useSize();
  const { name, type } = of.file;
  const { url, broken } = usePreview(of.file);
  const { Icon, tone } = glyphOf(name, type || null);
  return (
    <li data-kept={of.kept}>
      <span className={s.thumb}>
        {url ? <img src={url} alt="" onError={broken} /> : <Icon size={24} stroke={1.6} color={tone} aria-hidden />}
      </span>
      <span className={ui.two}>
        <b className="cut" title={name}>
          {name || t("rooms.file.nameless")}
        </b>
        <span>{of.making ? t("rooms.attached.making") : size(of.file.size)}</span>
      </span>
      <ActionIcon size={24} aria-label={t("rooms.attached.remove", { name })} onClick={remove}>
        <IconX size={15} />
      </ActionIcon>
    </li>
  );
}

/** What will be sent with the words below it. */
export function AttachedFiles({ of }: { of: Attaching }) {
  const { t } = useTranslation();
  const { draft } = useTalk();
  const editing = draft.use().intent.kind === "edit";
  const lost = of.all.filter((a) => a.kept === "no");
  const onKey = (e: KeyboardEvent) => {
    if (e.key !== "Escape") return;
    e.preventDefault();
    of.giveUp();
  };
  return (
    <>
      {of.all.length > 0 && !editing ? (
        <ul className={s.attached} aria-label={t("rooms.attached.title", { count: of.all.length })} onKeyDown={onKey}>
          {of.all.map((a) => (
            <Line key={a.id} of={a} remove={() => of.remove(a.id)} />
          ))}
        </ul>
      ) : null}
      <div className={s.attachedWrong}>
        <Wrong>{of.wrong}</Wrong>
        {lost.length > 0 && !editing ? (
          <p role="status">{t("rooms.attached.notKept", { count: lost.length, name: lost[0]!.file.name })}</p>
        ) : null}
      </div>
    </>
  );
}
