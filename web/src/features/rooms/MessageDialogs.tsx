import { DeleteDialog } from "./DeleteDialog";
import { ForwardDialog } from "./ForwardDialog";
import { useTalk } from "./talk";

/** What is asked before something is done with a message. */
export function MessageDialogs() {
  const { forwarding } = useTalk();
  const of = forwarding.use();
  return (
    <>
      <DeleteDialog />
      {of ? <ForwardDialog of={of} close={() => forwarding.set(null)} /> : null}
    </>
  );
}
