// The page for trying the API: asks the address of the form and shows what comes; copies ready calls.
const MOST = 20_000; // letters that are shown

const shown = (type, text) => {
  if (!/json/.test(type)) return text;
  try { return JSON.stringify(JSON.parse(text), null, 1); } catch { return text; }
};

const answer = document.querySelector("[data-send]");
if (answer) {
  const part = (name) => answer.querySelector(`[data-${name}]`);
  const began = performance.now();
  try {
    const got = await fetch(answer.dataset.send);
    const body = await got.arrayBuffer();
    const type = got.headers.get("Content-Type") ?? "";
    const text = /^text\/|json|xml/.test(type) ? shown(type, new TextDecoder().decode(body)) : "";
    part("status").textContent = `${got.status} ${got.statusText} · ${type} · ${body.byteLength.toLocaleString()} B · ${Math.round(performance.now() - began)} ms`;
    part("headers").textContent = [...got.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
    part("body").textContent = text ? text.slice(0, MOST) + (text.length > MOST ? "\n…" : "") : `${body.byteLength.toLocaleString()} ${answer.dataset.bytes}`;
  } catch {
    part("status").textContent = answer.dataset.failed;
  }
  part("answer").hidden = false;
  document.getElementById("answer-head").focus();
}
