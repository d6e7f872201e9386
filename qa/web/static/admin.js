// 问账: the administrator's page. Files are sent one by one with their progress, then the index is updated and its progress shown.
// Texts are set as text only.
"use strict";
(() => {
  const $ = (selector) => document.querySelector(selector);
  const page = $("#wz-admin");
  if (!page) return;
  const token = page.dataset.csrf, chooser = $("#wz-files"), drop = $("#wz-drop"), rows = new Map(); // name -> cell of its result
  let busy = false;

  // ---------------------------------------------------------------- one file
  const size = (bytes) => (bytes < 1e6 ? Math.max(1, Math.round(bytes / 1e3)) + " KB" : (bytes / 1e6).toFixed(1) + " MB");
  function element(name, words) {
    const made = document.createElement(name);
    if (words) made.textContent = words;
    return made;
  }
  function line(file) {
    const row = element("tr"), result = element("td");
    row.append(element("td", file.name), element("td", size(file.size)), result);
    $("#wz-uploads").append(row);
    return result;
  }
  function told(cell, words, look) {
    cell.textContent = words;
    cell.className = look || "";
  }
  function send(file) {
    const cell = line(file);
    if (file.size > Number(chooser.dataset.largest)) { told(cell, "文件太大，没有上传", "wz-failed"); return Promise.resolve(false); }
    const bar = element("progress"), request = new XMLHttpRequest();
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", "上传进度：" + file.name);
    cell.replaceChildren(bar);
    return new Promise((done) => {
      const failed = (words) => { told(cell, words, "wz-failed"); done(false); };
      request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total; });
      request.addEventListener("error", () => failed("没有传完，请再试一次"));
      request.addEventListener("load", () => {
        if (request.status === 201) {
          told(cell, "已上传，等待收录");
          rows.set(JSON.parse(request.responseText).name, cell);
          done(true);
          return;
        }
        try { failed(JSON.parse(request.responseText).error.message); } catch { failed("没有成功，请稍后再试"); }
      });
      request.open("POST", "/admin/upload?name=" + encodeURIComponent(file.name));
      request.setRequestHeader("x-csrf", token);
      request.setRequestHeader("content-type", "application/octet-stream");
      request.send(file);
    });
  }

  // ---------------------------------------------------------------- all that were chosen or dropped, then the index
  async function upload(files) {
    if (busy || !files.length) return;
    busy = true;
    chooser.disabled = true;
    $("#wz-sent").hidden = false;
    let sent = 0;
    for (const [number, file] of files.entries()) {
      $("#wz-state").textContent = `正在上传（${number + 1}/${files.length}）……`;
      if (await send(file)) sent += 1;
    }
    chooser.value = "";
    const answer = sent ? await fetch("/admin/build", { method: "POST", headers: { "x-csrf": token } }) : null;
    if (answer && answer.ok) { follow(); return; }
    $("#wz-state").textContent = answer ? (await answer.json()).error.message : "没有上传任何文件。";
    ready();
  }
  function ready() { busy = false; chooser.disabled = false; }
  async function follow() {
    const bar = $("#wz-progress");
    bar.hidden = false;
    for (;;) {
      const answer = await fetch("/admin/state");
      if (!answer.ok) { location.reload(); return; }
      const state = await answer.json();
      if (!state.running) { ended(state); return; }
      $("#wz-state").textContent = `正在更新索引：已读取 ${state.read}${state.to_read ? "/" + state.to_read : ""} 个文件，用时 ${state.seconds} 秒`;
      if (state.to_read) { bar.max = state.to_read; bar.value = state.read; }
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
  }
  function ended(state) {
    $("#wz-progress").hidden = true;
    $("#wz-state").textContent = state.message;
    const reasons = new Map(state.failures.map((f) => [f.name, f.reason])), unsaid = state.failures.filter((f) => !rows.has(f.name));
    rows.forEach((cell, name) => {
      if (reasons.has(name)) told(cell, reasons.get(name), "wz-failed");
      else if (state.message.startsWith("完成")) told(cell, "已收录", "wz-done");
      else told(cell, "没有收录", "wz-failed");
    });
    rows.clear();
    $("#wz-failures").replaceChildren(...unsaid.map((f) => element("li", `${f.name}：${f.reason}`)));
    ready();
    refresh();
  }
  async function refresh() { // the list of documents and the counts, as they are now
    try {
      const answer = await fetch("/admin"), made = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of ["#wz-listed", "#wz-counted"]) if ($(part) && made.querySelector(part)) $(part).replaceWith(made.querySelector(part));
    } catch { /* the next visit shows them */ }
  }

  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.confirm;
    if (question && !confirm(question)) event.preventDefault();
  });
  chooser.addEventListener("change", () => upload([...chooser.files]));
  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("wz-over"); });
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.remove("wz-over"); });
  drop.addEventListener("drop", (event) => upload([...event.dataTransfer.files]));
  if ($("#wz-state").dataset.running) follow();
})();
