// Sends files in parts that can be resumed (tus), each with its hash. Without this the plain form sends them, up to a size.
import { Upload } from "tus-js-client";

const PART = 4 << 20; // bytes: what a broken connection costs at most
const MOST_PARTS = 5000;
const DELAYS = [0, 1000, 2000, 5000, 10_000, ...Array(400).fill(15_000)]; // a server may be away for an hour and a half
const AGAIN = [0, 408, 409, 423, 429, 460, 500, 502, 503, 504]; // 0: no answer at all
const language = document.documentElement.lang;

const sheet = document.getElementById("sending-settings");
if (sheet) begin(JSON.parse(sheet.textContent));

function begin(settings) {
  const form = document.getElementById("upload");
  const list = document.getElementById("sendings");
  const field = form.querySelector("input[type=file]");
  const into = form.querySelector("select[name=dataset]");
  const fresh = document.getElementById("new-dataset");
  const title = form.querySelector("input[name=title]");
  const page = { settings, list, token: form.querySelector("[name=csrfmiddlewaretoken]").value, busy: 0 };

  const chosen = () => {
    const files = [...field.files];
    const names = document.getElementById("drop-names");
    names.hidden = !files.length;
    names.replaceChildren(...files.map((file) => Object.assign(document.createElement("li"), { textContent: `${file.name} · ${size(file.size)}` })));
    if (files.length === 1 && !title.value) title.value = stem(files[0].name).replaceAll("_", " ");
    ask();
  };
  const ask = () => {
    const known = into.value !== "";
    const many = field.files.length > 1;
    fresh.hidden = known;
    for (const one of fresh.querySelectorAll("select")) one.required = !known;
    title.required = !known && !many;
    title.closest("p, div").hidden = many;
    document.getElementById("many").hidden = !many || known;
  };
  drop(document.getElementById("drop"), field, chosen);
  field.addEventListener("change", chosen);
  into.addEventListener("change", ask);
  chosen();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.hidden = true;
    const said = Object.fromEntries([...new FormData(form)].filter(([name, value]) => typeof value === "string" && value && name !== "csrfmiddlewaretoken"));
    const ended = [];
    for (const [file, told] of [...field.files].map((file) => [file, about(file, said, field.files.length)])) ended.push(await send(page, file, { metadata: told }));
    finish(page, form, ended);
  });
  for (const one of document.querySelectorAll(".unfinished")) unfinished(page, one);
  addEventListener("beforeunload", (event) => { if (page.busy) event.preventDefault(); });
}

function drop(box, field, chosen) {
  for (const kind of ["dragenter", "dragover"]) box.addEventListener(kind, (event) => { event.preventDefault(); box.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) box.addEventListener(kind, () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => { event.preventDefault(); field.files = event.dataTransfer.files; chosen(); });
}

// Several files become several tables of a dataset, or a dataset each, as the form does it by itself.
function about(file, said, files) {
  const told = { ...said, filename: file.name };
  if (said.dataset) {
    for (const name of ["title", "organisation", "licence", "origin"]) delete told[name];
    if (files > 1) told.resource = stem(file.name).normalize("NFC").toLowerCase().replace(/[^\p{L}\p{N}_]+/gu, "-").slice(0, 100).replace(/^[-_]+|[-_]+$/g, "") || "data";
  } else if (files > 1) told.title = stem(file.name);
  return told;
}

// An upload that was begun earlier, perhaps on another machine: the server lists the hashes of its parts.
function unfinished(page, item) {
  const field = item.querySelector("input[type=file]");
  item.querySelector(".again").hidden = false;
  field.addEventListener("change", async () => {
    const [file] = field.files;
    const note = item.querySelector(".state");
    note.textContent = page.settings.words.comparing;
    const whole = file.size === Number(item.dataset.length);
    if (!whole || !(await same(file, item.dataset).catch(() => false))) {
      note.textContent = page.settings.words.changed;
      return;
    }
    item.hidden = true;
    finish(page, null, [await send(page, file, { uploadUrl: item.dataset.url })]);
  });
}

async function same(file, { url, name }) {
  if (!globalThis.crypto?.subtle) return file.name === name; // without https a browser cannot hash; then name and size must do
  const { parts } = await (await fetch(url)).json();
  for (const part of parts) if (hex(await digest(file, part.start, part.start + part.bytes)) !== part.sha256) return false;
  return true;
}

// Resolves to the run's id, or to nothing when it was discarded or could not be sent.
function send(page, file, how) {
  const { words, most, endpoint } = page.settings;
  const row = page.list.appendChild(document.getElementById("sending-row").content.firstElementChild.cloneNode(true));
  const find = (name) => row.querySelector(`.${name}`);
  const say = (text, kind = "") => { if (find("state").textContent !== text) find("state").textContent = text; row.dataset.state = kind; };
  const bar = find("bar");
  page.list.hidden = false;
  page.list.focus(); // what was under the finger is gone
  find("name").textContent = file.name;
  bar.setAttribute("aria-label", file.name);
  say(words.waiting);
  page.busy += 1;
  return new Promise((resolve) => {
    const end = (run) => { page.busy -= 1; removeEventListener("online", awake); find("buttons").hidden = true; resolve(run); };
    const part = Math.max(PART, Math.ceil(file.size / MOST_PARTS));
    const upload = new Upload(file, {
      ...how, endpoint: `${endpoint}?lang=${language}`, chunkSize: part, retryDelays: DELAYS, storeFingerprintForResuming: false,
      headers: { "X-CSRFToken": page.token, "Accept-Language": language },
      onBeforeRequest: (request) => prove(request, file, part),
      onProgress: (sent, all) => {
        bar.value = all ? (100 * sent) / all : 100;
        find("far").textContent = `${size(sent)} / ${size(all)}`;
        say(words.sending, "sending");
      },
      onShouldRetry: (error) => {
        const again = AGAIN.includes(error.originalResponse?.getStatus() ?? 0);
        if (again) say(words.lost, "lost");
        return again;
      },
      onError: (error) => {
        say(reason(error) || words.failed, "failed");
        if (AGAIN.includes(error.originalResponse?.getStatus() ?? 0)) return toggle(true); // it waited long enough; a person may go on
        end();
      },
      onSuccess: () => { bar.value = 100; say(words.done, "done"); end(new URL(upload.url, location.href).pathname.split("/").pop()); },
    });
    const toggle = (paused) => { find("pause").hidden = paused; find("go").hidden = !paused; };
    const awake = () => { if (row.dataset.state === "lost") upload.abort().then(() => upload.start()); };
    find("pause").addEventListener("click", () => { upload.abort(); say(words.paused, "paused"); toggle(true); find("go").focus(); });
    find("go").addEventListener("click", () => { upload.start(); say(words.sending, "sending"); toggle(false); find("pause").focus(); });
    find("discard").addEventListener("click", () => upload.abort(true).catch(() => {}).finally(() => { row.remove(); end(); }));
    addEventListener("online", awake);
    if (file.size > most) { say(words.large, "failed"); end(); } else upload.start();
  });
}

function finish(page, form, runs) {
  const made = runs.filter(Boolean);
  if (page.busy || !made.length) { if (form && !page.busy) form.hidden = false; return; }
  const failed = page.list.querySelector("[data-state=failed]");
  if (failed) { document.getElementById("sent").hidden = false; return; }
  location.assign(made.length === 1 ? page.settings.run.replace("RUN", made[0]) : page.settings.workspace);
}

// The hash of the bytes that go with a request: the server keeps them only if they arrive as they left.
async function prove(request, file, part) {
  if (request.getMethod() !== "PATCH" || !globalThis.crypto?.subtle) return;
  const start = Number(request.getHeader("Upload-Offset"));
  request.setHeader("Upload-Checksum", `sha256 ${btoa(String.fromCharCode(...(await digest(file, start, start + part))))}`);
}

const digest = async (file, start, end) => new Uint8Array(await crypto.subtle.digest("SHA-256", await file.slice(start, end).arrayBuffer()));
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const stem = (name) => name.replace(/\.(gz|zip)$/i, "").replace(/(?<=.)\.[^.]+$/, "");

function size(bytes) {
  const [unit, divisor] = bytes < 1e6 ? ["kB", 1e3] : bytes < 1e9 ? ["MB", 1e6] : ["GB", 1e9];
  return `${(bytes / divisor).toLocaleString(language, { maximumFractionDigits: bytes < 1e6 ? 1 : 2 })} ${unit}`;
}

function reason(error) {
  try {
    return JSON.parse(error.originalResponse.getBody()).detail;
  } catch {
    return "";
  }
}
