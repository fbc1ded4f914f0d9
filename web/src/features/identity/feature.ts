import type { Feature } from "../../shell/feature";

export const identity: Feature = {
  name: "identity",
  routes: [{ path: "/sign-in", load: () => import("./SignIn"), for: "signed-out" }],
};
