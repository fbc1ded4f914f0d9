import { lazy, Suspense } from "react";
import { features } from "../features";
import { Waiting } from "../ui/parts";
import type { SpaceNavProps } from "./feature";

const load = features.flatMap((f) => f.spaceNav ?? []).at(0);
const Column = load ? lazy(load) : null;

/** The second column of a space, beside a page of a feature that does not know spaces. */
export function NavOfSpace(props: SpaceNavProps) {
  if (!Column) return props.otherwise;
  return (
    <Suspense fallback={<Waiting lines={6} />}>
      <Column {...props} />
    </Suspense>
  );
}
