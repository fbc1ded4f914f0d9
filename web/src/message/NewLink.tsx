import { ActionIcon, Button, Popover, TextInput } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import ui from "../ui/lines.module.css";
import s from "./composer.module.css";
import { linkTo, wholeAddress } from "./format";
import type { Composing } from "./useComposing";

/** Asks where the words lead that were chosen, or that are written here. */
function LinkForm({ of, close }: { of: Composing; close: () => void }) {
  const { t } = useTranslation();
  const [address, setAddress] = useState("");
  const [words, setWords] = useState(of.picked);
  const [tried, setTried] = useState(false);
  const whole = wholeAddress(address);
  const submit = (e: FormEvent) => {
    e.preventDefault();
    setTried(true);
    if (!whole) return;
    of.insert(linkTo(words, whole));
    close();
  };
  return (
    <form className={s.link} noValidate onSubmit={submit}>
      <TextInput
        data-autofocus
        label={t("rooms.format.address")}
        placeholder="https://"
        inputMode="url"
        autoCapitalize="none"
        spellCheck={false}
        value={address}
        error={tried && !whole ? t("rooms.format.addressWrong") : null}
        onChange={(e) => setAddress(e.target.value)}
      />
      <TextInput label={t("rooms.format.words")} value={words} onChange={(e) => setWords(e.target.value)} />
      <div className={ui.actions}>
        <Button type="submit" size="xs">
          {t("rooms.format.put")}
        </Button>
      </div>
    </form>
  );
}

/** The tool that makes a link of words. */
export function NewLink({ of }: { of: Composing }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const turn = (on: boolean) => {
    setOpen(on);
    if (!on) requestAnimationFrame(() => of.field.current?.focus());
  };
  return (
    <Popover opened={open} onChange={turn} position="top-start" trapFocus withinPortal>
      <Popover.Target>
        <ActionIcon
          aria-label={t("rooms.format.link")}
          aria-expanded={open}
          onMouseDown={(e) => e.preventDefault()}
          onClick={() => turn(!open)}
        >
          <IconLink size={17} stroke={1.7} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>{open ? <LinkForm of={of} close={() => setOpen(false)} /> : null}</Popover.Dropdown>
    </Popover>
  );
}
