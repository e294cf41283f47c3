// Whatever arrives at the door, signed or not: an answer below 500 at once, and nothing in the queue that a signed payload
// does not ask for.

import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createFrontDoor } from "../../../src/app/http/front-door.ts";
import { closeServed, PATH, served, signatureOf, statusOfUnfinished } from "../../support/loop/served.ts";

afterEach(closeServed);

const PROGRAM = "7/octo/repo#12";
const EVENT = {
  action: "edited",
  installation: { id: 7 },
  repository: { name: "repo", owner: { login: "octo" }, default_branch: "main" },
  issue: { number: 12, labels: [{ name: "autoloop-program" }] },
  sender: { login: "mona", type: "User" },
};
const BODY = JSON.stringify(EVENT);
const bytes = (...parts: readonly (string | readonly number[])[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

describe(createFrontDoor, () => {
  it.each<readonly [string, Readonly<Record<string, string>>, number]>([
    ["an event name that is a property of every object", { "x-github-event": "constructor" }, 400],
    ["an event name that means something to the library", { "x-github-event": "error" }, 400],
    ["an event name of all events", { "x-github-event": "*" }, 400],
    ["an event name that is too long", { "x-github-event": "a".repeat(65) }, 400],
    ["no delivery id", { "x-github-delivery": "" }, 400],
    ["a delivery id that could forge a log line", { "x-github-delivery": "a b" }, 400],
    ["a delivery id that is too long", { "x-github-delivery": "a".repeat(65) }, 400],
    ["no signature", { "x-hub-signature-256": "" }, 400],
    ["the older kind of signature", { "x-hub-signature-256": `sha1=${"0".repeat(40)}` }, 400],
    ["a signature in capitals", { "x-hub-signature-256": signatureOf(BODY).toUpperCase() }, 400],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }, 415],
    ["a content type that only begins like JSON", { "content-type": "application/jsonp" }, 415],
  ])("refuses %s", async (_, headers, status) => {
    const { deliver, added } = await served();
    expect(await deliver(BODY, headers)).toBe(status);
    expect(added).toEqual([]);
  });

  it.each<readonly [string, string | Uint8Array, number]>([
    ["bytes that are no UTF-8", bytes('{"a":"', [0xff, 0xfe, 0xc3, 0x28], '"}'), 400],
    ["half a character", bytes('{"a":"', [0xe2, 0x82], '"}'), 400],
    ["a byte order mark", `\uFEFF${BODY}`, 400],
    ["a list", "[]", 400],
    ["a number", "1", 400],
    ["JSON and something more", `${BODY}x`, 400],
    ["nothing but space", "   ", 400],
    ["a hundred thousand opening brackets", "[".repeat(100_000), 400],
    ["brackets as deep in a payload", `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, 200],
    ["no installation", JSON.stringify({ ...EVENT, installation: undefined }), 200],
    ["an installation of another kind", JSON.stringify({ ...EVENT, installation: { id: {} } }), 200],
    ["an installation that is null", JSON.stringify({ ...EVENT, installation: null }), 200],
    ["an action of another kind", JSON.stringify({ ...EVENT, action: { toString: 1 } }), 200],
    ["an action nobody knows", JSON.stringify({ ...EVENT, action: "constructor" }), 200],
    ["a prototype", `{"__proto__":${BODY}}`, 200],
  ])("answers %s, although it is signed", async (_, body, status) => {
    const { deliver, lines } = await served();
    expect(await deliver(body)).toBe(status);
    expect(lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  it.each([
    ["a push", "push"],
    ["a pull request", "pull_request"],
    ["a check", "check_run"],
    ["a change of installation", "installation"],
    ["an event of another app", "star"],
  ])("does no more than look when a signed issue is said to be %s", async (_, event) => {
    const { deliver, added } = await served();
    expect(await deliver(BODY, { "x-github-event": event })).toBe(200);
    expect(added).toEqual([]);
  });

  it("takes a press for no press under another event name", async () => {
    const press = JSON.stringify({
      ...EVENT,
      action: "requested_action",
      requested_action: { identifier: "run" },
      check_run: { id: 9, external_id: "autoloop 12", app: null, check_suite: null },
    });
    const { deliver, added } = await served();
    expect(await deliver(press, { "x-github-event": "check_suite" })).toBe(200);
    expect(added).toEqual([]);
  });

  it("looks once for a delivery that is sent again and again, and again a minute later", async () => {
    const { deliver, added, clock } = await served();
    const again = () => deliver(BODY, { "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958" });
    expect([await again(), await again(), await again()]).toEqual([200, 200, 200]);
    expect(added).toEqual([PROGRAM]);
    await clock.advance(60_000);
    expect(await again()).toBe(200);
    expect(added).toEqual([PROGRAM, PROGRAM]);
  });

  it("never lets a forged delivery stand in the way of the real one with its id", async () => {
    const { deliver, added } = await served();
    const id = { "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958" };
    const other = JSON.stringify({ ...EVENT, issue: { ...EVENT.issue, number: 13 } });
    expect(await deliver(BODY, { ...id, "x-hub-signature-256": `sha256=${"0".repeat(64)}` })).toBe(400);
    expect(await deliver(other, id)).toBe(200);
    expect(await deliver(BODY, id)).toBe(200);
    expect(added).toEqual(["7/octo/repo#13", PROGRAM]);
  });

  it("compares a signature with the bytes that came, and reads them as nothing but UTF-8", async () => {
    const { deliver, added } = await served();
    const whole = Buffer.from(BODY.replace("octo", "oct\u00f6"));
    const same = { "x-hub-signature-256": signatureOf(whole) };
    expect(await deliver(whole, same)).toBe(200);
    // What a reader that mends would make of them is what was signed.
    const mended = Buffer.from(BODY.replace("octo", "oct\ufffd"));
    const broken = bytes(
      ...BODY.split("octo").flatMap((part, at) => (at === 0 ? [part] : ["oct", [0xff], part])),
    );
    expect(broken.toString()).toBe(mended.toString());
    expect(await deliver(broken, { "x-hub-signature-256": signatureOf(mended) })).toBe(400);
    expect(await deliver(broken, { "x-hub-signature-256": signatureOf(broken) })).toBe(400);
    expect(added).toEqual([]);
  });

  it("answers 202 when a defect of ours keeps a delivery from being handled, and says so", async () => {
    const { deliver, lines } = await served({ broken: true });
    expect(await deliver(BODY, { "x-github-delivery": "d-1" })).toBe(202);
    expect(lines).toContainEqual({
      level: "error",
      message: "a delivery could not be handled",
      fields: { event: "issues", delivery: "d-1", error: "TypeError: a defect" },
    });
  });

  it("lets ordinary deliveries in while large bodies are stuck half-way", async () => {
    const patience = { headersMs: 60_000, requestMs: 60_000, checkMs: 1_000, closeMs: 100 };
    const { deliver, added, url } = await served({ patience });
    const headers = {
      "content-type": "application/json",
      "x-github-event": "push",
      "x-github-delivery": "d1",
      "x-hub-signature-256": signatureOf(BODY),
      "content-length": 25 * 1024 * 1024,
    };
    const most = "x".repeat(24 * 1024 * 1024);
    // One of them is more than is held of all of them together, and is told so.
    const stuck = Array.from({ length: 5 }, () => statusOfUnfinished(url + PATH, { headers }, most));
    expect(await Promise.any(stuck)).toBe(429);
    expect(await deliver(BODY)).toBe(200);
    expect(added).toEqual([PROGRAM]);
  });
});

describe("a sender who takes his time", () => {
  const PATIENCE = { headersMs: 100, requestMs: 200, checkMs: 20, closeMs: 100 };

  /** Sends this beginning of a request and nothing more, and waits for the end of the connection. */
  async function half(port: number, text: string): Promise<string> {
    const socket = connect(port, "127.0.0.1");
    let said = "";
    socket.on("data", (chunk) => {
      said += chunk.toString();
    });
    socket.write(text);
    await once(socket, "close");
    return said;
  }

  const HEAD = `POST ${PATH} HTTP/1.1\r\nhost: x\r\nx-github-event: push\r\nx-github-delivery: d1\r\ncontent-type: application/json\r\nx-hub-signature-256: ${signatureOf(BODY)}\r\n`;

  it.each([
    ["stops within the headers", HEAD],
    ["stops within the body", `${HEAD}content-length: 100\r\n\r\n{"a":`],
    ["stops within a chunk", `${HEAD}transfer-encoding: chunked\r\n\r\n5\r\n{"a":\r\n`],
  ])("is told 408 and hung up on when he %s", async (_, beginning) => {
    const { port } = await served({ patience: PATIENCE });
    expect(await half(port, beginning)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it.each([
    ["no HTTP at all", "hello\r\n\r\n", 400],
    ["endless headers", `${HEAD}x-more: ${"a".repeat(20_000)}\r\n\r\n`, 431],
    ["a body of two lengths", `${HEAD}content-length: 1\r\ncontent-length: 2\r\n\r\nx`, 400],
    ["a length and chunks", `${HEAD}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    ["a length below nothing", `${HEAD}content-length: -1\r\n\r\n`, 400],
  ])("is hung up on for %s", async (_, text, status) => {
    const { port } = await served({ patience: PATIENCE });
    expect(await half(port, text)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it("keeps nobody else waiting, with two hundred others like him", async () => {
    const { deliver, port, added } = await served();
    const sockets = Array.from({ length: 200 }, () => connect(port, "127.0.0.1"));
    await Promise.all(sockets.map((socket) => once(socket, "connect")));
    for (const socket of sockets) socket.write(HEAD);
    expect(await deliver(BODY)).toBe(200);
    expect(added).toEqual([PROGRAM]);
    for (const socket of sockets) socket.destroy();
  });

  it("does not keep the server from closing", async () => {
    const { server, port, deliver } = await served({
      patience: { ...PATIENCE, headersMs: 60_000, requestMs: 60_000 },
    });
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    socket.write(`${HEAD}content-length: 100\r\n\r\n{"a":`);
    const hungUp = once(socket, "close");
    // By the time that this one is answered the other is in the middle of being read.
    await deliver(BODY);
    await server.close();
    await hungUp;
  });
});
