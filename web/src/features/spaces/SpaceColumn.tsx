import type { SpaceNavProps } from "../../shell/feature";
import { Waiting } from "../../ui/parts";
import { SpaceNav } from "./SpaceNav";
import { useSpace } from "./useSpace";

/** The second column of a space around one of its rooms. */
export default function SpaceColumn({ space, room, otherwise }: SpaceNavProps) {
  const [asked] = useSpace(space);
  if (asked.state === "waiting") return <Waiting lines={6} />;
  const of = asked.state === "here" ? asked.value : null;
  return of?.role && of.role !== "guest_here" ? <SpaceNav of={of} at={room} /> : otherwise;
}
