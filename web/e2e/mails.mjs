import { once } from "node:events";
import { createServer } from "node:net";

/**
 * A mail server of this machine that takes mails (RFC 5321) and refuses those to people whom it does not know: whose
 * name begins with "inconnu". What came lies in `mails`; `knows` makes an address known from then on.
 */
export async function openMailServer() {
  const mails = [];
  const known = new Set();
  const isRefused = (to) => to.startsWith("inconnu") && !known.has(to);
  const server = createServer((socket) => {
    let mail = { to: [] };
    let left = "";
    let letter = null;
    const say = (line) => socket.write(`${line}\r\n`);
    const address = (line) => /<([^>]*)>/.exec(line)?.[1] ?? "";
    const hear = (line) => {
      const word = line.slice(0, 4).toUpperCase();
      if (word === "EHLO" || word === "HELO" || word === "NOOP") return say("250 mail.localhost");
      if (word === "QUIT") return socket.end("221 au revoir\r\n");
      if (word === "RSET" || word === "MAIL") {
        mail = { to: [] };
        return say("250 oui");
      }
      if (word === "RCPT") {
        const to = address(line);
        if (isRefused(to)) return say(`550 5.1.1 <${to}>: cette personne n'est pas d'ici`);
        mail.to.push(to);
        return say("250 oui");
      }
      if (word !== "DATA") return say("502 je ne sais pas");
      letter = [];
      return say("354 j'ecoute");
    };
    const takes = (line) => {
      if (letter === null) return hear(line);
      if (line !== ".") return letter.push(line);
      mails.push({ ...mail, text: letter.join("\n") });
      letter = null;
      return say("250 c'est pris");
    };
    socket.on("error", () => socket.destroy());
    socket.on("data", (bytes) => {
      const lines = `${left}${bytes}`.split("\r\n");
      left = lines.pop();
      for (const line of lines) takes(line);
    });
    say("220 mail.localhost");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  return { port: server.address().port, mails, knows: (to) => known.add(to) };
}
