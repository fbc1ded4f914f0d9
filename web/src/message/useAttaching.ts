import { type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";
import { measure, measureAfter, uploadBytesMax } from "../session/act";
import { type Attached, attachedMax, attachments } from "../session/attached";
import { asSeen } from "../session/heic";
import { onPhone } from "../shell/landing";
import { say } from "../shell/toast";
import { useSize } from "./size";
import { useTalk } from "./talk";

/** The files that go with the next message: chosen, dropped or pasted, and looked at before they leave. */
export function useAttaching(field: RefObject<HTMLTextAreaElement | null>) {
  const { t } = useTranslation();
  const { attached, draft, take } = useTalk();
  const size = useSize();
  const all = attached.use();
  const [wrong, setWrong] = useState<string | null>(null);

  /** What the server does not take is taken away again, and said. */
  const weigh = async (files: readonly File[]) => {
    const most = await uploadBytesMax();
    const large = files.filter((file) => file.size > most);
    if (large.length === 0) return;
    attached.set((before) => before.filter((a) => !large.includes(a.file)));
    setWrong(t("rooms.attached.large", { count: large.length, name: large[0]!.name, size: size(most) }));
  };
  /** A photograph that others could not see goes as one they can; where nobody here can read it, as a file. */
  const make = async ({ id, file }: Attached) => {
    const put = (as: Partial<Attached>) =>
      attached.set((before) => before.map((a) => (a.id === id ? { ...a, ...as } : a)));
    const seen = await asSeen(file, () => put({ making: true }));
    if (seen === file) return;
    if (seen) await measure(seen);
    put({ making: false, ...(seen ? { file: seen, kept: "coming" } : {}) });
    if (seen) void weigh([seen]);
    else setWrong(t("rooms.attached.heic", { name: file.name }));
  };
  const put = (files: readonly File[]) => {
    const added = files.map((file) => attachments.attach(file));
    attached.set((before) => [...before, ...added]);
    for (const a of added) void measureAfter(a.file, make(a));
  };
  const add = (files: Iterable<File>) => {
    const chosen = [...files];
    if (chosen.length === 0) return;
    const taken = chosen.slice(0, attachedMax - attached.now().length);
    setWrong(taken.length < chosen.length ? t("rooms.attached.many", { count: attachedMax }) : null);
    put(taken);
    // Files go with a new message; the words of the one that was being edited stay with it.
    draft.set((now) => (now.intent.kind === "edit" ? { ...now, intent: { kind: "new" } } : now));
    void weigh(taken);
    if (!onPhone()) field.current?.focus();
  };
  const remove = (id: number) => {
    attached.set((before) => before.filter((a) => a.id !== id));
    field.current?.focus();
  };
  const giveUp = () => {
    const before = attached.now();
    attached.set([]);
    say(t("rooms.attached.givenUp", { count: before.length }), () => attached.set((now) => [...before, ...now]));
  };
  /** Hands over the files, once. */
  const handOver = () => {
    setWrong(null);
    return take();
  };
  return { all, wrong, add, remove, giveUp, take: handOver };
}
export type Attaching = ReturnType<typeof useAttaching>;
