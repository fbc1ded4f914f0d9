import { EmojiPicker, type EmojiPickerListComponents } from "frimousse";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { language } from "../base/preferences";
import { writing } from "../shell/writing";
import s from "./composer.module.css";
import { emojiData } from "./emojiData";

/** The picker counts rows and columns from 0, ARIA from 1; the picker looks for rows by their number, so only the 0 goes. */
const components: Partial<EmojiPickerListComponents> = {
  Row: ({ children, ...props }) => (
    <div {...props} {...{ "aria-rowindex": props["aria-rowindex"] || undefined }}>
      {children}
    </div>
  ),
  Emoji: ({ emoji, ...props }) => (
    <button type="button" {...props} {...{ "aria-colindex": (props["aria-colindex"] ?? 0) + 1 }}>
      {emoji.emoji}
    </button>
  ),
};

/** Every sign of Unicode, by its name in the reader's language, from our own files. `search`: the cursor is in the field. */
export default function AllEmoji({ pick, search }: { pick: (sign: string) => void; search: boolean }) {
  const { t } = useTranslation();
  const locale = language.use();
  const field = useRef<HTMLInputElement>(null);
  // The first time the signs come after what they open in, which has looked for a field by then. Who went on writing
  // meanwhile is left alone.
  useEffect(() => {
    if (search && !writing(document.activeElement)) field.current?.focus({ preventScroll: true });
  }, [search]);
  return (
    <EmojiPicker.Root
      className={s.allEmoji}
      locale={locale}
      columns={9}
      resolveEmojiData={emojiData}
      onEmojiSelect={({ emoji }) => pick(emoji)}
    >
      <EmojiPicker.Search
        ref={field}
        className={s.emojiSearch}
        data-autofocus={search || undefined}
        placeholder={t("rooms.emoji.search")}
        aria-label={t("rooms.emoji.search")}
      />
      <EmojiPicker.Viewport className={s.emojiView} tabIndex={0} aria-label={t("rooms.emoji.all")}>
        <EmojiPicker.Loading>{t("ui.waiting")}</EmojiPicker.Loading>
        <EmojiPicker.Empty>{t("rooms.emoji.none")}</EmojiPicker.Empty>
        <EmojiPicker.List className={s.emojiList} components={components} />
      </EmojiPicker.Viewport>
    </EmojiPicker.Root>
  );
}
