// 问账: small behaviours on top of pages that the server made. Everything that is shown comes escaped from the server;
// nothing is built here from text as HTML, and nothing is fetched from elsewhere.
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const phone = () => window.matchMedia("(max-width: 900px)").matches;
  const proof = () => $("#wz-proof") || $("#wz-drawer"); // beside the chat, or the drawer of the other pages
  const covers = () => phone() || !$("#wz-proof"); // whether the evidence lies over what it was opened from
  let opener = null; // what the evidence was opened from: gets the focus back

  // ---------------------------------------------------------------- evidence panel
  let wanted = 0; // the newest request wins
  async function openEvidence(link, byItself) {
    const panel = $("#wz-evidence"), mine = ++wanted;
    if (!panel.contains(link)) opener = link;
    document.querySelectorAll(".wz-open").forEach((other) => other.classList.remove("wz-open"));
    link.classList.add("wz-open");
    panel.setAttribute("aria-busy", "true");
    let html = "";
    try {
      const answer = await fetch(link.getAttribute("href") + "&part=1", { headers: { accept: "*/*" } });
      if (answer.ok) html = await answer.text();
      else if (mine === wanted) say(panel, (await answer.json()).error.message);
    } catch {
      if (mine === wanted) say(panel, "暂时打不开这个出处，请稍后再试。");
    }
    if (mine !== wanted) return;
    if (html) panel.innerHTML = html; // made and escaped by qa/web/render.py
    panel.removeAttribute("aria-busy");
    $("#wz-close").hidden = false;
    proof().classList.add("wz-shown");
    $(".wz-aside").scrollTop = 0;
    showMarked(panel);
    if (covers() && !byItself) $("#wz-close").focus();
  }
  let proven = null; // the exchange whose evidence was opened by itself
  function proveItself(now) {
    const turn = $(".wz-turn[id]:not([aria-busy])", now), chip = turn && $(".wz-chip", turn);
    if (!turn || turn.id === proven || phone()) return;
    proven = turn.id;
    if (chip) openEvidence(chip, true);
  }
  function say(place, words) {
    const line = document.createElement("p");
    line.className = "wz-error";
    line.textContent = words;
    place.replaceChildren(line);
  }
  function showMarked(root) {
    root.querySelectorAll(".wz-scroll").forEach((box) => {
      const cell = $(".wz-cell", box) || $(".wz-row", box);
      if (!cell) return;
      const at = cell.getBoundingClientRect(), frame = box.getBoundingClientRect();
      box.scrollTop += at.top - frame.top - frame.height / 2 + at.height / 2;
      box.scrollLeft += at.left - frame.left - frame.width / 2 + at.width / 2;
    });
  }
  function closeEvidence() {
    const open = proof();
    if (!open || !open.classList.contains("wz-shown")) return;
    open.classList.remove("wz-shown");
    document.querySelectorAll(".wz-open").forEach((other) => other.classList.remove("wz-open"));
    if (covers() && opener) opener.focus();
  }

  // ---------------------------------------------------------------- asking, copying, feedback
  function ask(question) {
    const box = $("#wz-box textarea");
    if (!box) { location.href = "/?q=" + encodeURIComponent(question); return; }
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => $("#wz-send").click(), 30);
  }
  async function copy(words, near) {
    const said = $(".wz-said", near) || near;
    try {
      await navigator.clipboard.writeText(words);
      said.textContent = "已复制";
    } catch {
      const area = document.createElement("textarea");
      area.value = words;
      document.body.append(area);
      area.select();
      said.textContent = document.execCommand("copy") ? "已复制" : "复制不了，请手动选择。";
      area.remove();
    }
    setTimeout(() => { said.textContent = ""; }, 2500);
  }
  async function judge(turn, verdict, comment) {
    const turns = [...document.querySelectorAll(".wz-turn[data-question]")];
    const history = turns.slice(0, turns.indexOf(turn)).map((t) => t.dataset.question);
    const said = $(".wz-said", turn);
    try {
      const body = JSON.stringify({ question: turn.dataset.question, history, verdict, comment });
      const answer = await fetch("/api/feedback", { method: "POST", headers: { "content-type": "application/json" }, body });
      said.textContent = answer.ok ? "谢谢，已记下。" : (await answer.json()).error.message;
    } catch {
      said.textContent = "没能记下，请稍后再试。";
    }
  }
  function verdict(button) {
    const turn = button.closest(".wz-turn");
    turn.querySelectorAll("[data-verdict]").forEach((b) => b.setAttribute("aria-pressed", String(b === button)));
    const form = $(".wz-comment", turn);
    form.hidden = button.dataset.verdict !== "down";
    if (form.hidden) judge(turn, "up", "");
    else $("textarea", form).focus();
  }

  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest && event.target.closest(selector);
    let found;
    if ((found = on("a[data-evidence]")) && $("#wz-evidence") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      event.stopPropagation();
      hideTip();
      if (found.classList.contains("wz-open") && $("#wz-evidence .wz-evidence") && proof().classList.contains("wz-shown")) showMarked($("#wz-evidence")); // it is there already
      else openEvidence(found);
    } else if ((found = on("[data-ask]"))) ask(found.dataset.ask);
    else if ((found = on("[data-copy]"))) copy(found.dataset.copy, found.parentElement);
    else if ((found = on("[data-copy-link]"))) copy(location.origin + found.dataset.copyLink, found.parentElement);
    else if ((found = on("[data-verdict]"))) verdict(found);
    else if ((found = on("[data-save]"))) saveSearch(found);
    else if (on("#wz-close")) closeEvidence();
    else if (on("#wz-send")) asked();
    else if (on("#wz-new")) history.replaceState(null, "", "/");
    else if ((found = on("#wz-theme"))) setTheme(!document.body.classList.contains("dark"), true);
  }, true);
  document.addEventListener("submit", (event) => {
    const form = event.target.closest(".wz-comment");
    if (!form) return;
    event.preventDefault();
    judge(form.closest(".wz-turn"), "down", $("textarea", form).value);
    form.hidden = true;
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { hideTip(); closeEvidence(); }
    if (event.key === "Enter" && !event.shiftKey && event.target.closest("#wz-box")) asked();
  }, true);

  // ---------------------------------------------------------------- preview of a citation
  let tip = null;
  function hideTip() { if (tip) { tip.remove(); tip = null; } }
  function showTip(event) {
    const chip = event.target.closest && event.target.closest("[data-preview]");
    hideTip();
    if (!chip) return;
    tip = document.createElement("div");
    tip.className = "wz-tip";
    tip.setAttribute("role", "tooltip");
    tip.textContent = chip.dataset.preview;
    document.body.append(tip);
    const at = chip.getBoundingClientRect(), size = tip.getBoundingClientRect();
    tip.style.left = Math.max(8, Math.min(at.left, innerWidth - size.width - 8)) + "px";
    tip.style.top = (at.top > size.height + 12 ? at.top - size.height - 6 : at.bottom + 6) + "px";
  }
  document.addEventListener("mouseover", showTip);
  document.addEventListener("focusin", showTip);
  document.addEventListener("focusout", hideTip);

  // ---------------------------------------------------------------- conversations: questions only, kept in this browser, deletable
  const KEPT = "wenzhang-conversations", MOST = 20;
  let current = null, shownKept = null; // when the open conversation began; what the list shows
  function kept() {
    try { return JSON.parse(localStorage.getItem(KEPT) || "[]").filter((c) => Array.isArray(c.questions) && c.questions.length); } catch { return []; }
  }
  function keep(all) { try { localStorage.setItem(KEPT, JSON.stringify(all.slice(0, MOST))); } catch { /* private window */ } }
  function remember() {
    const turns = [...document.querySelectorAll(".wz-turn[data-question]:not([aria-busy])")];
    if (!turns.length || $(".wz-turn[aria-busy]")) return;
    const questions = turns.map((turn) => turn.dataset.question), all = kept();
    const same = all.find((c) => c.id === current || c.questions.join("\n") === questions.join("\n"));
    if (same) { current = same.id; same.questions = questions; } else { current = Date.now(); all.unshift({ id: current, questions }); }
    keep(all);
  }
  function showKept() {
    const place = $("#wz-conversations");
    if (!place || !$("#wz-now .wz-welcome")) { shownKept = null; return; }
    current = null;
    const all = kept(), now = JSON.stringify(all);
    if (place.childElementCount && now === shownKept) return;
    shownKept = now;
    place.replaceChildren(...(all.length ? [keptHead(), keptList(all)] : []));
  }
  function keptHead() {
    const row = document.createElement("div"), title = document.createElement("h2"), away = small("全部删除", () => { keep([]); showKept(); });
    row.className = "wz-heading";
    title.textContent = "以往的对话（只保存在这个浏览器里）";
    away.setAttribute("aria-label", "删除所有以往的对话");
    row.append(title, away);
    return row;
  }
  function keptList(all) {
    const list = document.createElement("ul");
    all.forEach((c) => {
      const row = document.createElement("li"), link = document.createElement("a");
      const away = small("删除", () => { keep(kept().filter((other) => other.id !== c.id)); showKept(); });
      const earlier = c.questions.slice(0, -1).map((q) => "h=" + encodeURIComponent(q));
      link.href = "/?" + [...earlier, "q=" + encodeURIComponent(c.questions[c.questions.length - 1])].join("&");
      link.textContent = c.questions[0] + (c.questions.length > 1 ? `（${c.questions.length}问）` : "");
      away.setAttribute("aria-label", "删除对话：" + c.questions[0]);
      row.append(link, away);
      list.append(row);
    });
    return list;
  }
  function small(words, action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "wz-small";
    button.textContent = words;
    button.addEventListener("click", action);
    return button;
  }

  // ---------------------------------------------------------------- searches that were saved in this browser: name and address, deletable
  const SAVED = "wenzhang-searches";
  function saved() {
    try { return JSON.parse(localStorage.getItem(SAVED) || "[]").filter((s) => typeof s.name === "string" && /^\?/.test(s.query)); } catch { return []; }
  }
  function keepSaved(all) { try { localStorage.setItem(SAVED, JSON.stringify(all.slice(0, 30))); } catch { /* private window */ } }
  function saveSearch(button) {
    keepSaved([{ name: button.dataset.save, query: location.search }, ...saved().filter((s) => s.query !== location.search)]);
    showSaved();
  }
  function showSaved() {
    const place = $("#wz-saved"), all = saved();
    if (!place) return;
    place.hidden = !all.length;
    const title = document.createElement("span");
    title.className = "wz-label";
    title.textContent = "保存的检索";
    place.replaceChildren(title, ...all.map((s) => {
      const both = document.createElement("span"), link = document.createElement("a"), away = document.createElement("button");
      both.className = "wz-keptsearch";
      link.href = "/search" + s.query;
      link.textContent = s.name;
      away.type = "button";
      away.textContent = "✕";
      away.setAttribute("aria-label", "删除保存的检索：" + s.name);
      away.addEventListener("click", () => { keepSaved(saved().filter((other) => other.query !== s.query)); showSaved(); });
      both.append(link, away);
      return both;
    }));
  }

  // ---------------------------------------------------------------- what Gradio would say in English, said in Chinese in a place of our own
  const PATIENCE = 4000; // milliseconds without any sign of the server
  let leaving = null;
  function notice(words, stays) {
    let line = $("#wz-notice");
    if (!line && !words) return;
    if (!line) {
      line = document.createElement("div");
      line.id = "wz-notice";
      line.setAttribute("role", "alert");
      document.body.append(line);
    }
    line.hidden = !words;
    line.textContent = words;
    clearTimeout(leaving);
    if (words && !stays) leaving = setTimeout(() => notice(""), 8000);
  }
  let waiting = null;
  function asked() { // the box is emptied as soon as the server has the question
    const box = $("#wz-box textarea"), question = box && box.value.trim();
    clearTimeout(waiting);
    if (question) waiting = setTimeout(() => { if (box.value.trim() === question) notice("还在等服务器回应……如果一直没有，请再提问一次。", true); }, PATIENCE);
  }
  let answered = null; // the exchange that was shown when something went wrong
  function settled(now) { // a new answer says more than an old notice
    const turn = $(".wz-turn", now), id = turn && (turn.id || turn.textContent);
    if (id !== answered) { answered = id; notice(""); }
  }
  function translate(changes) {
    const toast = changes.flatMap((c) => [...c.addedNodes]).map((n) => n.querySelector && (n.matches(".toast-message-text, .toast-body") ? n : $(".toast-body", n))).find(Boolean);
    if (!toast) return;
    const said = toast.textContent;
    if (/busy|queue/i.test(said)) notice("现在提问的人太多，请稍等几秒再提问。问题还在输入框里。");
    else if (/connection|reconnect|network/i.test(said)) notice("与服务器的连接断了，正在重新连接……连上后请再提问一次。", true);
    else notice("没有成功，请稍后再试。");
  }

  // ---------------------------------------------------------------- light and dark
  function setTheme(dark, keep) {
    for (const part of [document.documentElement, document.body]) part.classList.toggle("dark", dark);
    const button = $("#wz-theme");
    if (button) { button.textContent = dark ? "浅色" : "深色"; button.setAttribute("aria-pressed", String(dark)); }
    if (keep) try { localStorage.setItem("wenzhang-theme", dark ? "dark" : "light"); } catch { /* private window */ }
  }
  function wantedTheme() {
    let kept = null;
    try { kept = localStorage.getItem("wenzhang-theme"); } catch { /* private window */ }
    return kept ? kept === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  // ---------------------------------------------------------------- the conversation grows: keep its end in sight
  function follow(now) {
    const turn = $(".wz-turn", now);
    if (!turn) return;
    const box = turn.getBoundingClientRect();
    if (turn.getAttribute("aria-busy") || box.bottom > innerHeight - 90) turn.scrollIntoView({ block: box.height > innerHeight - 180 ? "start" : "end" });
  }
  function openTarget() {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", openTarget);
  function start() {
    setTheme(wantedTheme(), false);
    openTarget();
    showSaved();
    showMarked(document);
    if (phone()) document.querySelectorAll(".wz-facets details, .wz-outline details").forEach((part) => part.removeAttribute("open"));
    const observer = new MutationObserver(() => { const now = $("#wz-now"); if (now) { settled(now); showKept(); remember(); follow(now); proveItself(now); } });
    const wait = setInterval(() => {
      const now = $("#wz-now");
      if (!now) return;
      clearInterval(wait);
      if ($("#wz-splash")) $("#wz-splash").remove();
      setTheme(wantedTheme(), false);
      showKept();
      proveItself(now);
      observer.observe(now, { childList: true, subtree: true });
      new MutationObserver(translate).observe(document.body, { childList: true, subtree: true });
      if ($("#wz-below")) new MutationObserver(showKept).observe($("#wz-below"), { childList: true, subtree: true });
    }, 50);
    if (!$("gradio-app")) clearInterval(wait);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
