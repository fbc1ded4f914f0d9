import { DeedDialog } from "./Deeds";
import { DeleteDialog } from "./DeleteDialog";
import { ForwardDialog } from "./ForwardDialog";
import { ReportDialog } from "./ReportDialog";
import { useTalk } from "./talk";

/** What is asked before something is done with a message. */
export function MessageDialogs() {
  const { room, forwarding, reporting } = useTalk();
  const of = forwarding.use();
  const reported = reporting.use();
  return (
    <>
      <DeleteDialog />
      <DeedDialog />
      {of ? <ForwardDialog of={of} close={() => forwarding.set(null)} /> : null}
      {reported ? (
        <ReportDialog
          of={{ kind: "message", room: room.roomId, event: reported.id }}
          close={() => reporting.set(null)}
        />
      ) : null}
    </>
  );
}
