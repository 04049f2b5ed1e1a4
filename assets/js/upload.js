// Dropping a file, and how far it is sent. Without this the plain form does the same.
export function upload(box) {
  if (!box) return;
  const form = box.closest("form");
  const field = form.querySelector("input[type=file]");
  const name = document.getElementById("drop-name");
  const into = form.querySelector("select[name=dataset]");
  const fresh = document.getElementById("new-dataset");
  const title = form.querySelector("input[name=title]");

  const show = () => {
    const [file] = field.files;
    name.hidden = !file;
    if (!file) return;
    name.textContent = `${file.name} · ${(file.size / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 })} MB`;
    if (!title.value) title.value = file.name.replace(/\.[^.]+$/, "").replace(/[_]+/g, " ");
  };
  const choose = () => { fresh.hidden = into.value !== ""; };

  for (const kind of ["dragenter", "dragover"]) box.addEventListener(kind, (event) => { event.preventDefault(); box.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) box.addEventListener(kind, () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => { event.preventDefault(); field.files = event.dataTransfer.files; show(); });
  field.addEventListener("change", show);
  into.addEventListener("change", choose);
  choose();
  form.addEventListener("submit", (event) => send(event, form));
}

function send(event, form) {
  event.preventDefault();
  const bar = document.getElementById("sending");
  const request = new XMLHttpRequest();
  bar.hidden = false;
  form.querySelector("button[type=submit]").disabled = true;
  request.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = (100 * loaded) / total; });
  request.addEventListener("load", () => {
    if (request.responseURL !== location.href && request.status < 400) return location.assign(request.responseURL);
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    document.querySelector("main").replaceWith(answer.querySelector("main"));
    upload(document.getElementById("drop"));
  });
  request.addEventListener("error", () => { form.querySelector("button[type=submit]").disabled = false; bar.hidden = true; HTMLFormElement.prototype.submit.call(form); });
  request.open("POST", location.href);
  request.send(new FormData(form));
}
