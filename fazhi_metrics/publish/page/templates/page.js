"use strict";
// Everything here adds to a page that reads without it.
(() => {
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const byHash = (hash) => document.getElementById(decodeURIComponent(hash.slice(1)));
  const say = (text) => { one("#said").textContent = text; };
  const make = (tag, text = "", name = "") => {
    const node = document.createElement(tag);
    node.textContent = text;
    if (name) node.className = name;
    return node;
  };
  const unpack = async (id) => {
    const bytes = Uint8Array.from(atob(one(id).textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  };
  const once = (work) => { let kept; return () => (kept ??= work()); };

  all(".controls").forEach((node) => { node.hidden = false; });

  // The panel: what is behind a number.
  const panel = one("#panel"), title = one("#panel-title"), body = one("#panel-body");
  const marks = all(".paper a[id]").filter((mark) => !mark.matches(".excluded"));
  const open = marks.filter((mark) => mark.matches("OPEN-KINDS"));
  let opener = null, round = null, at = -1;

  const copy = (node) => {
    const twin = node.cloneNode(true);
    [twin, ...all("[id]", twin)].forEach((each) => each.removeAttribute("id"));
    return twin;
  };
  const show = (heading, nodes, from, list = null) => {
    all(".paper .current").forEach((mark) => mark.classList.remove("current"));
    opener = from;
    round = list;
    title.textContent = heading;
    body.replaceChildren(...nodes);
    one(".panel-foot").hidden = !list;
    if (!panel.open) panel.show();
    panel.scrollTop = 0;
    title.focus({ preventScroll: true });
  };
  const close = () => {
    if (!panel.open) return;
    panel.close();
    all(".paper .current").forEach((mark) => mark.classList.remove("current"));
    if (opener) opener.focus({ preventScroll: true });
  };
  // The card of an id, laid out; those of other years and of parts of the town lie packed together.
  const cardOf = async (id) => {
    if (!document.getElementById(id)) await fill(one(".others"));
    const card = document.getElementById(id);
    await fill(card);
    return card;
  };
  const showCard = async (id, from) => {
    const card = await cardOf(id);
    show(one("summary", card).textContent, [copy(one("dl", card))], from);
  };
  const showFinding = async (finding, from, list) => {
    const said = one(".back", finding).textContent;
    const nodes = [...finding.children].slice(1).map(copy);
    const what = one(".what", finding).textContent.slice(said.length).trim();
    const verdict = what || finding.parentNode.dataset.verdict;
    for (const id of (finding.dataset.cards || "").split(" ").filter(Boolean)) {
      const card = await cardOf(id);
      nodes.push(make("h3", one("summary", card).textContent), copy(one("dl", card)));
    }
    show("“" + said + "”" + verdict, nodes, from, list);
    const mark = byHash(one(".back", finding).hash);
    if (!mark) return;
    at = list.indexOf(mark);
    all(`.paper a[href="${mark.hash}"]`).forEach((piece) => piece.classList.add("current"));
    const box = mark.getBoundingClientRect(), low = panel.getBoundingClientRect();
    const floor = low.left > 0 && low.top === 0 ? innerHeight : low.top;
    if (box.top < 48 || box.bottom > floor - 16) scrollBy({ top: box.top - floor / 2 });
  };
  const step = (by) => {
    if (!round || !round.length) return;
    const next = round[(at + by + round.length) % round.length];
    showFinding(byHash(next.hash), next, round);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = byHash(link.hash);
    if (!target && !link.matches(".basis a")) return;
    if (!target || (target.matches(".card") && !link.matches("nav a"))) {
      event.preventDefault();
      showCard(decodeURIComponent(link.hash.slice(1)), panel.contains(link) ? opener : link);
    } else if (target.matches(".finding") && link.matches(".paper a, .see")) {
      event.preventDefault();
      const from = panel.contains(link) ? opener : link;
      showFinding(target, from, round === open && open.includes(link) ? open : marks);
    } else if (target.matches("details")) {
      target.hidden = false;
      target.open = true;
    }
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  one("#panel-close").addEventListener("click", close);
  one("#panel-next").addEventListener("click", () => step(1));
  one("#panel-back").addEventListener("click", () => step(-1));
  for (const [id, list] of [["#next-open", open], ["#next-any", marks]]) {
    const button = one(id);
    button?.addEventListener("click", () => { at = -1; round = list; step(1); opener = button; });
  }
  const arrive = async () => {
    if (location.hash.startsWith("#i-") && !byHash(location.hash)) await fill(one(".others"));
    const target = location.hash.length > 1 && byHash(location.hash);
    for (let at = target; at; at = at.parentElement) if (at.matches("details")) at.open = true;
  };
  addEventListener("hashchange", arrive);

  // Tables that sort.
  const value = (row, column) => {
    const cell = row.cells[column];
    const text = cell.textContent.trim(), number = parseFloat(cell.dataset.v ?? text);
    return Number.isNaN(number) ? text : number;
  };
  const compare = (a, b) => {
    const [x, y] = [typeof a === "number", typeof b === "number"];
    return x && y ? a - b : x ? -1 : y ? 1 : a.localeCompare(b, "zh-CN");
  };
  for (const table of all("table.sortable")) {
    const rows = [...table.tBodies[0].rows];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const numeric = rows.some((row) => typeof value(row, column) === "number");
      const button = make("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        const down = now ? now === "ascending" : numeric;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const keyed = rows.map((row) => [value(row, column), row]);
        keyed.sort(([a], [b]) => {
          if (numeric && typeof a !== typeof b) return compare(a, b);
          return down ? compare(b, a) : compare(a, b);
        });
        table.tBodies[0].append(...keyed.map(([, row]) => row));
        say("已按" + button.textContent + (down ? "从大到小" : "从小到大") + "排序");
      });
    });
  }

  // Tables that filter; what belongs to a row is hidden with it.
  const filter = (selector) => {
    const words = one(`[data-filter="${selector}"]`).value.trim().toLowerCase();
    const theme = one(`[data-theme-filter="${selector}"]`)?.value ?? "";
    let kept = 0;
    for (const row of all(selector + " tbody tr")) {
      const own = byHash(one("a[href^='#']", row).hash);
      const text = (row.textContent + (own.matches(".card") ? own.textContent : "")).toLowerCase();
      row.hidden = !text.includes(words) || (theme !== "" && row.lastElementChild.textContent !== theme);
      own.hidden = row.hidden;
      kept += row.hidden ? 0 : 1;
    }
    all(".theme").forEach((group) => { group.hidden = all(".card", group).every((card) => card.hidden); });
    say("剩 " + kept + " 行");
  };
  all("[data-filter]").forEach((field) => field.addEventListener("input", () => filter(field.dataset.filter)));
  all("[data-theme-filter]").forEach((field) => field.addEventListener("change", () => filter(field.dataset.themeFilter)));

  // What is read seldom lies packed, and is laid out when it is asked for.
  const packed = once(async () => JSON.parse(await unpack("#packed")));
  const laid = async (name) => {
    const box = make("template");
    box.innerHTML = (await packed())[name];
    return box.content;
  };
  const filling = new WeakMap();
  const fill = async (details) => {
    if (!details?.dataset?.packed) return;
    if (!filling.has(details)) {
      filling.set(details, laid(details.dataset.packed).then((content) => {
        delete details.dataset.packed;
        details.replaceChildren(one("summary", details), content);
      }));
    }
    await filling.get(details);
  };
  document.addEventListener("toggle", (event) => fill(event.target).then(settle), true);
  const showVillage = async (button) => {
    const [village, id] = button.dataset.cells.split("/");
    const card = document.getElementById("i-" + id);
    await fill(card);
    const value = button.closest("tr").cells[1].textContent;
    const nodes = [make("p", one("dd", card).textContent), make("h3", "单元格")];
    show([one(`#${village} b`).textContent, button.textContent, value].join(" "), [...nodes, await laid(button.dataset.cells)], button);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-cells]");
    if (button) showVillage(button);
  });
  one("#village-pick")?.addEventListener("change", (event) => {
    const chosen = event.target.value;
    for (const details of all(".village-card")) {
      details.hidden = chosen !== "" && details.id !== chosen;
      details.open = details.id === chosen;
    }
    if (chosen) document.getElementById(chosen).scrollIntoView({ block: "start" });
  });

  // Charts that answer, on demand.
  const plotly = once(async () => {
    const script = make("script", await unpack("#plotly"));
    document.head.append(script);
    return JSON.parse(await unpack("#drawings"));
  });
  for (const button of all("button.live")) {
    button.addEventListener("click", async () => {
      const picture = one(".picture", button.closest("figure"));
      const on = button.getAttribute("aria-pressed") !== "true";
      if (on && !one(".plot", picture)) {
        button.disabled = true;
        const { template, charts } = await plotly();
        const { data, layout } = charts[button.dataset.chart];
        const plot = make("div", "", "plot");
        picture.append(plot);
        const width = Math.max(picture.clientWidth, layout.width);
        if (width > picture.clientWidth) plot.tabIndex = 0;
        await window.Plotly.newPlot(plot, data, { ...layout, width, template }, { displayModeBar: false, showTips: false });
        button.disabled = false;
      }
      one(".plot", picture).hidden = !on;
      one("svg", picture).toggleAttribute("hidden", on);
      button.setAttribute("aria-pressed", String(on));
    });
  }

  // A box that does not scroll need not be stopped at.
  const settle = () => all(".scroll").forEach((box) => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  });
  addEventListener("resize", settle);
  settle();
  arrive();
})();
