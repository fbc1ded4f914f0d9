import { Button, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useCover } from "./cover";
import { Wrong } from "./parts";
import s from "./parts.module.css";

interface DialogProps {
  readonly title: string;
  readonly opened?: boolean;
  readonly close: () => void;
  /** The way back, when *Annuler* does not say it. */
  readonly cancel?: string;
  /** What it asks for, as a verb. */
  readonly act: string;
  readonly submit: () => void;
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly wrong?: ReactNode;
  /** It stays until it is answered. */
  readonly held?: boolean;
  /** One goes on at once: nothing in it is to be read with care, or filled in. */
  readonly begins?: boolean;
  /** It says something, and there is nothing to go back from. */
  readonly only?: boolean;
  readonly children: ReactNode;
}

/** A question that holds everything else: what it is about, the way back, and one verb. */
export function Dialog(props: DialogProps) {
  const {
    title,
    opened = true,
    close,
    cancel,
    act,
    submit,
    danger,
    busy,
    disabled,
    wrong,
    held,
    begins,
    only,
    children,
  } = props;
  const { t } = useTranslation();
  useCover({ close, opened, held });
  return (
    <Modal
      opened={opened}
      onClose={held ? () => undefined : close}
      title={title}
      withCloseButton={!held}
      closeButtonProps={{ "aria-label": t("ui.close") }}
    >
      <form
        className={s.dialog}
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          // A day that is none stays where it is written.
          const unread = e.currentTarget.querySelector<HTMLElement>("[data-unread]");
          if (unread) unread.focus();
          else submit();
        }}
      >
        {children}
        <Wrong>{wrong}</Wrong>
        <div className={s.dialogEnd}>
          {only ? null : (
            <Button variant="subtle" data-quiet onClick={close}>
              {cancel ?? t("ui.cancel")}
            </Button>
          )}
          <Button
            type="submit"
            data-autofocus={begins || undefined}
            {...(danger ? { color: "garance" } : {})}
            loading={busy}
            disabled={disabled}
          >
            {act}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
