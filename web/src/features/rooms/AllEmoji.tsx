import { EmojiPicker } from "frimousse";
import { useTranslation } from "react-i18next";
import { language } from "../../base/preferences";
import { emojiData } from "./emojiData";
import s from "./rooms.module.css";

/** Every sign of Unicode, by its name in the reader's language, from our own files. */
export default function AllEmoji({ pick }: { pick: (sign: string) => void }) {
  const { t } = useTranslation();
  const locale = language.use();
  return (
    <EmojiPicker.Root
      className={s.allEmoji}
      locale={locale}
      columns={9}
      resolveEmojiData={emojiData}
      onEmojiSelect={({ emoji }) => pick(emoji)}
    >
      <EmojiPicker.Search
        className={s.emojiSearch}
        placeholder={t("rooms.emoji.search")}
        aria-label={t("rooms.emoji.search")}
      />
      <EmojiPicker.Viewport className={s.emojiView} tabIndex={0} aria-label={t("rooms.emoji.all")}>
        <EmojiPicker.Loading>{t("ui.waiting")}</EmojiPicker.Loading>
        <EmojiPicker.Empty>{t("rooms.emoji.none")}</EmojiPicker.Empty>
        <EmojiPicker.List className={s.emojiList} />
      </EmojiPicker.Viewport>
    </EmojiPicker.Root>
  );
}
