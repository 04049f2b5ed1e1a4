// Tiles of the portal's own API, a few at a time: whoever asks for forty at once is refused, and must wait for the first ones anyway.
import { addProtocol } from "maplibre-gl";

const AT_ONCE = 3;
const waiting = [];
let running = 0;

async function next() {
  if (running >= AT_ONCE || !waiting.length) return;
  const { address, signal, done, failed } = waiting.pop(); // the newest first: it is what the reader looks at
  if (signal.aborted) { failed(signal.reason); return next(); }
  running += 1;
  try { done(await taken(address, signal)); } catch (error) { failed(error); }
  running -= 1;
  next();
}

async function taken(address, signal, attempt = 0) {
  const answer = await fetch(address, { signal });
  if (answer.status === 204) return new ArrayBuffer(0);
  if ((answer.status === 429 || answer.status === 503) && attempt < 4) {
    document.dispatchEvent(new CustomEvent("map-busy"));
    const wait = Math.min(Number(answer.headers.get("Retry-After")) || 2 ** attempt, 20);
    await new Promise((go) => setTimeout(go, wait * 1000));
    return taken(address, signal, attempt + 1);
  }
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  if (answer.headers.get("Madang-Layer") === "counts") document.dispatchEvent(new CustomEvent("map-counted"));
  return answer.arrayBuffer();
}

addProtocol("madang", ({ url }, abort) => new Promise((done, failed) => {
  waiting.push({ address: url.replace("madang://", location.protocol + "//"), signal: abort.signal, done: (data) => done({ data }), failed });
  next();
}));

/** A source of tiles from an address of the API; `where` narrows its rows. */
export function source(address, where = "") {
  const there = new URL(address.replaceAll("{", "%7B").replaceAll("}", "%7D"), location.href);
  if (where) there.searchParams.set("where", where);
  const tiles = there.href.replaceAll("%7B", "{").replaceAll("%7D", "}").replace(/^https?:\/\//, "madang://");
  return { type: "vector", tiles: [tiles], maxzoom: 18 };
}
