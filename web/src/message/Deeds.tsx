import { Menu } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { me as self } from "../base/account";
import { useConnected } from "../session/hooks";
import type { Message } from "../session/message";
import { hasTool } from "../session/spaces";
import { ofMessages } from "../shell/ofMessages";
import { useTalk } from "./talk";

type Tracing = Awaited<ReturnType<(typeof ofMessages)[number]["traces"]>>;

const isBack = () => new Promise((back) => window.addEventListener("online", back, { once: true }));

/** What stands below messages takes no page down: without a network its code comes when there is one again, or not at all. */
async function inTime(load: () => Promise<Tracing>): Promise<Tracing> {
  try {
    return await load();
  } catch {
    if (!navigator.onLine) await isBack();
    return load().catch(() => ({ default: () => null }));
  }
}

const deeds = ofMessages.map((of) => ({ ...of, Making: lazy(of.load), Traces: lazy(() => inTime(of.traces)) }));

/** What can be made of a message, in its menu. */
export function DeedItems({ of }: { of: Message }) {
  const { t } = useTranslation();
  const { doing, me } = useTalk();
  const { client } = useConnected();
  const who = self.use();
  if (of.body.kind === "deleted" || who?.suspended) return null;
  return deeds.map(({ icon: Icon, name, app, agents }, deed) =>
    (agents && who?.guest) || !hasTool(client, me, app) ? null : (
      <Menu.Item key={deed} leftSection={<Icon size={16} aria-hidden />} onClick={() => doing.set({ deed, of })}>
        {name(t)}
      </Menu.Item>
    ),
  );
}

/** The dialog of what is being made of a message. */
export function DeedDialog() {
  const { room, doing } = useTalk();
  const now = doing.use();
  const Making = now && deeds[now.deed]?.Making;
  return Making ? (
    <Suspense fallback={null}>
      <Making room={room.roomId} event={now.of.id} close={() => doing.set(null)} />
    </Suspense>
  ) : null;
}

/** What became of a message, below it. */
export function Traces({ of }: { of: Message }) {
  const { room } = useTalk();
  if (of.pending) return null;
  return (
    <Suspense fallback={null}>
      {deeds.map(({ Traces: One }, deed) => (
        <One key={deed} room={room.roomId} event={of.id} />
      ))}
    </Suspense>
  );
}
