import { Fragment, useMemo } from "react";
import type { Words } from "../../api/taskTalk";
import { linked } from "../../message/html";
import { Mention, PlaceContext } from "../../message/Mention";
import { calledIn } from "./called";
import { useTasks } from "./context";
import s from "./tasks.module.css";

function Called({ of }: { of: Words }) {
  const { personOf } = useTasks();
  return calledIn(of.text, of.mentions.map(personOf)).map((part, i) =>
    part.who ? (
      <Mention key={i} id={part.who.id} name={part.who.name} />
    ) : (
      <Fragment key={i}>{linked(part.text)}</Fragment>
    ),
  );
}

/** What a comment says: addresses are links, and who is called stands out. */
export function CommentText({ of }: { of: Words }) {
  const { me, personOf } = useTasks();
  const place = useMemo(() => ({ me, nameOf: (id: string) => personOf(id).name }), [me, personOf]);
  return (
    <PlaceContext value={place}>
      <div className={s.text}>
        <Called of={of} />
      </div>
    </PlaceContext>
  );
}
