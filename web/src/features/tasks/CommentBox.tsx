import { ActionIcon, Button } from "@mantine/core";
import { IconSend2 } from "@tabler/icons-react";
import { useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import c from "../../message/composer.module.css";
import { MentionList } from "../../message/MentionList";
import s from "./tasks.module.css";
import { type Drafting, useCommentDraft } from "./useCommentDraft";

const textMax = 10_000;

/** Where one comments: as elsewhere Enter sends, an at sign calls somebody, and nothing that was begun is lost. */
export function CommentBox({ label, ...drafting }: Drafting & { readonly label: string }) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const { text, write, mentions, submit, stop, onKeyDown } = useCommentDraft(field, drafting);
  const { first, cancel } = drafting;
  useEffect(() => {
    if (first) field.current?.focus();
  }, [first]);
  const listed = {
    role: "combobox",
    "aria-expanded": true,
    "aria-controls": listId,
    "aria-activedescendant": `${listId}-${mentions.at}`,
    "aria-autocomplete": "list" as const,
  };
  return (
    <div className={`${c.composer} ${s.box}`} data-line role="group" aria-label={label}>
      {mentions.open ? <MentionList id={listId} of={mentions} /> : null}
      <textarea
        ref={field}
        className={c.write}
        rows={1}
        aria-label={label}
        placeholder={label}
        maxLength={textMax}
        value={text}
        onChange={(e) => {
          write(e.target.value);
          mentions.look();
        }}
        onKeyDown={onKeyDown}
        onKeyUp={mentions.look}
        onClick={mentions.look}
        onBlur={mentions.close}
        {...(mentions.open ? listed : {})}
      />
      <div className={s.boxEnd}>
        {cancel ? (
          <Button size="xs" variant="subtle" data-quiet onClick={stop}>
            {t("ui.cancel")}
          </Button>
        ) : null}
        <ActionIcon
          variant="filled"
          color="vert"
          size={30}
          aria-label={t("tasks.comment.send")}
          disabled={text.trim() === ""}
          onClick={submit}
        >
          <IconSend2 size={17} />
        </ActionIcon>
      </div>
    </div>
  );
}
