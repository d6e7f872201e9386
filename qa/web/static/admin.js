// 问账: the administrator's page. Files are sent one by one, then the index is updated and its progress shown. Texts are set as text only.
"use strict";
(() => {
  const $ = (selector) => document.querySelector(selector);
  const page = $("#wz-admin");
  if (!page) return;
  const token = page.dataset.csrf;
  const post = (address, body) => fetch(address, { method: "POST", headers: { "x-csrf": token, "content-type": "application/octet-stream" }, body });
  async function why(answer) {
    try { return (await answer.json()).error.message; } catch { return "没有成功，请稍后再试。"; }
  }
  function line(name) {
    const row = document.createElement("li"), said = document.createElement("span");
    row.textContent = name + "：";
    row.append(said);
    $("#wz-uploads").append(row);
    return said;
  }
  async function send(file) {
    const said = line(file.name);
    if (file.size > Number($("#wz-files").dataset.largest)) { said.textContent = "文件太大，没有上传。"; return false; }
    said.textContent = "正在上传……";
    try {
      const answer = await post("/admin/upload?name=" + encodeURIComponent(file.name), file);
      said.textContent = answer.ok ? "已上传，等待收录" : await why(answer);
      return answer.ok;
    } catch {
      said.textContent = "没有传完，请再试一次。";
      return false;
    }
  }
  async function upload() {
    const files = [...$("#wz-files").files];
    if (!files.length) { $("#wz-state").textContent = "请先选择文件。"; return; }
    $("#wz-upload").disabled = true;
    $("#wz-uploads").replaceChildren();
    let sent = 0;
    for (const file of files) {
      $("#wz-state").textContent = `正在上传（${sent}/${files.length}）……`;
      if (await send(file)) sent += 1;
    }
    if (sent) {
      const answer = await fetch("/admin/build", { method: "POST", headers: { "x-csrf": token } });
      if (answer.ok) return follow();
      $("#wz-state").textContent = await why(answer);
    } else $("#wz-state").textContent = "没有上传任何文件。";
    $("#wz-upload").disabled = false;
    return undefined;
  }
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
    $("#wz-upload").disabled = false;
    $("#wz-state").textContent = state.message;
    const failed = new Map(state.failures.map((f) => [f.name, f.reason]));
    $("#wz-failures").replaceChildren(...state.failures.map((f) => {
      const row = document.createElement("li");
      row.textContent = `${f.name}：${f.reason}`;
      return row;
    }));
    document.querySelectorAll("#wz-uploads li span").forEach((said) => {
      if (said.textContent !== "已上传，等待收录") return;
      const name = said.parentElement.firstChild.textContent.slice(0, -1);
      said.textContent = failed.has(name) ? failed.get(name) : state.message.startsWith("完成") ? "已收录" : "没有收录";
    });
  }
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.confirm;
    if (question && !confirm(question)) event.preventDefault();
  });
  $("#wz-upload").addEventListener("click", upload);
  if ($("#wz-state").dataset.running) follow();
})();
