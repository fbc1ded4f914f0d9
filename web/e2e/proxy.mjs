import { createServer, request } from "node:http";

/**
 * Stands in front of a server as if a newer Parvis had been installed behind the same address: from `renew` on, the
 * service worker is the one of another version. Everything else passes through.
 */
export async function startProxy(url) {
  let newer = false;
  const proxy = createServer((asked, answer) => {
    const worker = newer && asked.url === "/sw.js";
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
      answer.writeHead(given.statusCode, kept).end(script.replace(/(?<=["'`])parvis-(?=\w)/, "parvis-newer-"));
    });
    onward.on("error", () => answer.destroy());
    answer.on("close", () => onward.destroy());
    asked.pipe(onward);
  });
  await new Promise((resolve) => proxy.listen(0, "localhost", resolve));
  return {
    url: `http://localhost:${proxy.address().port}`,
    renew: () => {
      newer = true;
    },
    stop: () => {
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}
