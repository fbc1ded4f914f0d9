import { createServer, request } from "node:http";

/**
 * Stands in front of a server as if a newer Parvis had been installed behind the same address: from `renew(name)` on,
 * the service worker is the one of the version of that name. `/assets/never` is never answered, everything else passes
 * through.
 */
export async function startProxy(url) {
  let version;
  const proxy = createServer((asked, answer) => {
    if (asked.url === "/assets/never") return;
    const worker = version && asked.url === "/sw.js";
    const { "accept-encoding": _, "if-none-match": __, "if-modified-since": ___, ...plain } = asked.headers;
    const headers = worker ? plain : asked.headers;
    const onward = request(url + asked.url, { method: asked.method, headers }, async (given) => {
      if (!worker) {
        answer.writeHead(given.statusCode, given.rawHeaders);
        given.pipe(answer);
        return;
      }
      const script = Buffer.concat(await given.toArray()).toString();
      const { "content-length": length, etag, ...kept } = given.headers;
      answer.writeHead(given.statusCode, kept).end(script.replace(/(?<=["'`])parvis-(?=\w)/, `parvis-${version}-`));
    });
    onward.on("error", () => answer.destroy());
    answer.on("close", () => onward.destroy());
    asked.pipe(onward);
  });
  await new Promise((resolve) => proxy.listen(0, "localhost", resolve));
  return {
    url: `http://localhost:${proxy.address().port}`,
    renew: (name) => {
      version = name;
    },
    stop: () => {
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}
