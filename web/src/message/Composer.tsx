import { type ChangeEvent, type ClipboardEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { typing } from "../session/act";
import { titleId } from "../ui/parts";
import { AttachedFiles } from "./AttachedFiles";
import { ComposerTools, Formats } from "./ComposerTools";
import s from "./composer.module.css";
import { IntentLine } from "./IntentLine";
import { MentionList } from "./MentionList";
import { useTalk } from "./talk";
import { type Composing, type ComposingProps, useComposing } from "./useComposing";

interface ComposerProps extends ComposingProps {
  readonly placeholder: string;
  /** In the panel: fewer tools. */
  readonly slim?: boolean;
}

/** The field itself; it owns the list of names while one is open. */
function Field({ of, placeholder, listId }: { of: Composing; placeholder: string; listId: string }) {
  const { t } = useTranslation();
  const { room, thread, dropping } = useTalk();
  const hovered = dropping.use();
  const { words, mentions, files } = of;
  const hint = files.all.length > 0 && words.intent.kind !== "edit" ? t("rooms.attached.caption") : placeholder;
  const onChange = (e: ChangeEvent<HTMLTextAreaElement>) => {
    words.write({ text: e.target.value, named: words.written.named });
    mentions.look();
    if (words.intent.kind !== "edit") typing(room.roomId, e.target.value !== "");
  };
  const onPaste = (e: ClipboardEvent) => {
    if (e.clipboardData.files.length === 0) return;
    e.preventDefault();
    files.add(e.clipboardData.files);
  };
  const onBlur = () => {
    typing(room.roomId, false);
    mentions.close();
  };
  return (
    <div className={s.field}>
      <textarea
        ref={of.field}
        className={s.write}
        data-write
        rows={1}
        aria-label={placeholder}
        {...(thread ? { "aria-describedby": titleId } : {})}
        value={words.written.text}
        onChange={onChange}
        onKeyDown={of.onKey}
        onKeyUp={mentions.look}
        onClick={mentions.look}
        onBlur={onBlur}
        onPaste={onPaste}
        {...(mentions.open
          ? {
              role: "combobox",
              "aria-expanded": true,
              "aria-controls": listId,
              "aria-activedescendant": `${listId}-${mentions.at}`,
              "aria-autocomplete": "list" as const,
            }
          : {})}
      />
      {/* The placeholder of a browser is cut within a word where it has no room. */}
      {words.written.text === "" ? (
        <span className={`${s.empty} cut`} aria-hidden>
          {hovered ? t("rooms.composer.drop") : hint}
        </span>
      ) : null}
    </div>
  );
}

/** Where one writes: what is answered, what goes with it, the words, the tools. */
export function Composer({ placeholder, slim, ...props }: ComposerProps) {
  const { dropping } = useTalk();
  const hovered = dropping.use();
  const composing = useComposing(props);
  const [formats, setFormats] = useState(false);
  const listId = useId();
  const { mentions } = composing;
  return (
    <div
      className={s.composer}
      data-composer
      data-slim={slim || undefined}
      data-dropping={hovered || undefined}
      role="group"
      aria-label={placeholder}
    >
      {mentions.open ? <MentionList id={listId} of={mentions} /> : null}
      <IntentLine />
      <AttachedFiles of={composing.files} />
      {formats ? <Formats of={composing} /> : null}
      <Field of={composing} placeholder={placeholder} listId={listId} />
      <ComposerTools of={composing} slim={slim} formats={formats} showFormats={setFormats} />
    </div>
  );
}
