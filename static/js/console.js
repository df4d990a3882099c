/* What HTML and htmx cannot say. Every link and form works without this file; it makes
   dialogs, menus, toasts, ticks and switches quicker to use, and tells when something was
   not saved. Nothing here is evaluated, stored, or fetched from elsewhere. */
"use strict";

(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const on = (name, act, capture = false) => document.addEventListener(name, act, capture);
  const isForHere = (event) => !event.ctrlKey && !event.metaKey && !event.shiftKey;
  const isHidden = (element) => !element || !element.checkVisibility();

  /* --- Closed and busy controls ---
     A closed control keeps the focus so that it can say why; it must not act. One with an
     address leads to the page that answers why. */
  on("click", (event) => {
    const closed = event.target.closest?.('[aria-disabled="true"]:not([href]), [aria-busy="true"]');
    if (!closed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  /* Esc takes the hint of a closed control away without moving the focus. */
  on("keydown", (event) => {
    const why = event.key === "Escape" && one(".why:is(:hover, :focus-within):not(.dismissed)");
    if (!why) return;
    why.classList.add("dismissed");
    event.preventDefault();
    for (const end of ["mouseleave", "focusout"]) {
      why.addEventListener(end, () => why.classList.remove("dismissed"), { once: true });
    }
  }, true);

  /* A file leaves the page where it is, so its button does not stay busy. */
  on("submit", (event) => {
    const { submitter, target } = event;
    const givesFile = /\/(export\/|report)$/.test(target.action + submitter?.value);
    if (!event.defaultPrevented && !givesFile) submitter?.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return; // only a page that comes back can have been left busy
    for (const busy of all('button[aria-busy="true"]')) busy.removeAttribute("aria-busy");
  });

  /* A list is narrowed and sorted in place: its file has what the address shows by then. */
  on("click", (event) => {
    const file = event.target.closest?.("a[href]");
    if (file?.pathname === `${location.pathname}export/`) file.search = location.search;
  });

  /* --- Dialogs ---
     `#dialog` is filled by htmx; the <dialog> in it opens at once. When it closes, the focus
     goes back to what opened it: for an entry of a menu, to the button of that menu. */
  let opener = null;
  let menuButton = null;
  const slot = () => one("#dialog");
  const toasts = () => one("#toasts");

  /* All outside an open dialog is inert, announcements too: the toasts move in. */
  function bringToasts() {
    const dialog = one("dialog[open]", slot());
    if (dialog && !dialog.contains(toasts())) dialog.append(toasts());
  }

  function openDialog() {
    const dialog = one("dialog", slot());
    if (!dialog) return;
    if (!dialog.open) dialog.showModal();
    bringToasts();
    const first = one('[aria-invalid="true"], [data-invalid] input, .notice[role="alert"]', dialog)
      || one("[autofocus]", dialog)
      || one("input:is([type=radio], [type=checkbox]):checked, .body .input:enabled", dialog)
      || one(".foot .button, .button", dialog);
    if (first && !first.matches("input, textarea, select, a, button")) first.tabIndex = -1;
    first?.focus();
  }

  /* The page may have been drawn anew since: then the same link in the new page. */
  function stillThere(element) {
    if (!element || element.isConnected) return element;
    const href = element.getAttribute("href");
    return (element.id && document.getElementById(element.id))
      || (href && one(`#main a[href="${CSS.escape(href)}"]`))
      || null;
  }

  function afterDialog() {
    document.body.append(toasts());
    slot().replaceChildren();
    const back = stillThere(opener);
    opener = null;
    (isHidden(back) ? one("#main") : back)?.focus();
  }

  on("close", (event) => {
    if (slot()?.contains(event.target)) afterDialog();
  }, true);

  on("click", (event) => {
    const dialog = event.target.closest("[data-close]")?.closest("dialog[open]");
    if (!dialog) return;
    event.preventDefault();
    dialog.close();
  });

  /* --- The ⋮ menu ---
     One popover for the page. Its button is a link to the page of the same actions. */
  const menu = () => one("#menu");
  const items = (within) => all('a[href], a[tabindex], button', within).filter((item) => !isHidden(item));

  function openMenu(button) {
    const popover = menu();
    const wait = document.createElement("p");
    wait.className = "wait";
    wait.textContent = popover.dataset.wait;
    popover.replaceChildren(wait);
    menuButton = button;
    popover.showPopover({ source: button });
    if (!CSS.supports("position-area", "end")) placeUnder(popover, button);
    htmx.ajax("GET", button.href, { target: "#menu", swap: "innerHTML" });
  }

  function placeUnder(popover, button) {
    const box = button.getBoundingClientRect();
    popover.style.inset = "auto";
    popover.style.top = `${Math.min(box.bottom, innerHeight - popover.offsetHeight)}px`;
    popover.style.left = `${Math.max(0, box.right - popover.offsetWidth)}px`;
  }

  on("click", (event) => {
    const button = event.target.closest("a:is([data-menu], .dots)");
    if (!button || !isForHere(event)) return;
    event.preventDefault();
    const wasOpen = menuButton === button && menu().matches(":popover-open");
    if (wasOpen) menu().hidePopover();
    else openMenu(button);
  });

  on("toggle", (event) => {
    const open = event.newState === "open";
    if (event.target === menu()) {
      menuButton?.setAttribute("aria-expanded", String(open));
      if (!open && event.target.contains(document.activeElement)) menuButton?.focus();
    }
    const later = open && one("[data-load]", event.target);
    if (!later) return;
    htmx.ajax("GET", later.dataset.load, { target: `#${later.id}`, swap: "outerHTML" });
    later.removeAttribute("data-load");
  }, true);

  on("keydown", (event) => {
    const button = event.target.closest?.("a:is([data-menu], .dots)");
    if (button && event.key === "ArrowDown") {
      event.preventDefault();
      openMenu(button);
      return;
    }
    const open = event.target.closest?.(".menu:popover-open");
    if (!open || event.target.matches("input")) return;
    const choices = items(open);
    const here = choices.indexOf(document.activeElement);
    const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: -1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choices.at(next % choices.length)?.focus();
  });

  /* Moving on with Tab closes what was left behind. */
  on("focusout", (event) => {
    const open = event.target.closest?.("#menu:popover-open");
    const to = event.relatedTarget;
    if (open && to && to !== menuButton && !open.contains(to)) open.hidePopover();
  });

  /* --- Toasts ---
     What went well leaves by itself, but not while it is looked at; what failed stays. */
  const STAYS_MS = 8000;

  function leave(toast) {
    if (toast.matches(":hover, :focus-within")) setTimeout(leave, STAYS_MS / 2, toast);
    else toast.remove();
  }

  function greet(node) {
    if (node.matches?.('.toast:not([data-tone="danger"])') && !node.dataset.seen) {
      node.dataset.seen = "1";
      setTimeout(leave, STAYS_MS, node);
    }
  }

  on("click", (event) => {
    event.target.closest("[data-dismiss]")?.closest(".toast")?.remove();
  });

  /* --- Requests that failed ---
     The form stays as it was typed; a toast says so and tries again. */
  const started = new WeakMap();

  function tellFailure(detail) {
    const asked = detail.requestConfig;
    const form = detail.elt;
    if (!form.isConnected || one("[role=switch]", form)) return; // a switch says it beside itself
    const failed = one("#failed");
    const toast = failed.content.firstElementChild.cloneNode(true);
    if (asked?.verb === "get") one("p", toast).textContent = failed.dataset.loading;
    const number = detail.xhr?.getResponseHeader("X-Request-ID");
    if (number) {
      const small = document.createElement("small");
      small.textContent = number;
      one("p", toast).append(small);
    }
    const retry = one("[data-retry]", toast);
    if (form === document.body) retry.remove();
    retry.addEventListener("click", () => {
      toast.remove();
      if (form.matches("form")) form.requestSubmit();
      else form.click();
    });
    toasts().append(toast);
  }

  function submitPlainly(form, button) {
    if (button?.name) {
      const value = document.createElement("input");
      Object.assign(value, { type: "hidden", name: button.name, value: button.value });
      form.append(value);
    }
    form.submit();
  }

  on("htmx:beforeRequest", (event) => {
    const { elt, xhr, target, requestConfig } = event.detail;
    if (target === slot() && elt.matches(".dialog.inflow form")) {
      event.preventDefault(); // the dialog is the page already: answer with a page
      submitPlainly(elt, requestConfig.triggeringEvent?.submitter);
      return;
    }
    const inside = Boolean(elt.closest("dialog[open]"));
    const button = requestConfig.triggeringEvent?.submitter;
    started.set(xhr, { inside, button });
    button?.setAttribute("aria-busy", "true");
    if (target === slot() && !inside) opener = elt.closest("#menu") ? menuButton : elt;
    if (elt.closest("#menu")) menu().hidePopover();
    say(elt, "saving");
  });

  on("htmx:beforeSwap", (event) => {
    const { xhr, target, shouldSwap } = event.detail;
    const within = Boolean(slot()?.contains(target));
    // Asked now: afterwards, what was replaced stands nowhere.
    if (started.has(xhr)) started.get(xhr).elsewhere = !within;
    // The toasts stand inside an open dialog; they outlive its content.
    if (shouldSwap && within && target.contains(toasts())) document.body.append(toasts());
  });

  on("htmx:afterSwap", (event) => {
    const target = event.detail.target;
    if (target === slot()) openDialog();
    if (target === menu()) items(menu())[0]?.focus();
  });

  on("htmx:afterRequest", (event) => {
    const { elt, xhr, target } = event.detail;
    const successful = xhr.status >= 200 && xhr.status < 400; // htmx calls any swapped answer so
    const { inside, button, elsewhere } = started.get(xhr) ?? {};
    button?.removeAttribute("aria-busy");
    say(elt, successful ? "saved" : "failed");
    const dialog = one("dialog[open]", slot());
    if (inside && successful && dialog && elsewhere) dialog.close();
    else if (slot()) bringToasts();
    if (target?.id === "menu" && !successful) menu().hidePopover();
    if (document.activeElement === document.body && target?.id === "main") {
      one("#main")?.focus({ preventScroll: true });
    }
  });

  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    on(name, (event) => tellFailure(event.detail));
  }

  /* --- Switches ---
     They save on change and say so beside themselves; on failure they go back. */
  function say(form, word) {
    const input = form.matches?.("form") ? one("input[role=switch]", form) : null;
    const output = input && one("output", form);
    if (!output?.dataset[word]) return;
    output.textContent = output.dataset[word];
    output.className = { saved: "is-ok", failed: "is-danger" }[word] ?? "";
    if (word === "failed") input.checked = input.defaultChecked;
    if (word === "saved") input.defaultChecked = input.checked;
  }

  /* --- A long list of choices is narrowed as one types; what is ticked stays in sight --- */
  on("input", (event) => {
    const { narrows } = event.target.dataset;
    if (!narrows) return;
    const typed = event.target.value.trim().toLowerCase();
    for (const choice of all(narrows)) {
      choice.hidden = !choice.textContent.toLowerCase().includes(typed) && !one(":checked", choice);
    }
  });

  /* --- Sorting and turning pages: head and foot of a list name the table to change --- */
  on("click", (event) => {
    const link = event.target.closest(":is(thead, .pager) [hx-push-url] a:not([hx-get])");
    if (!link || !isForHere(event)) return;
    event.preventDefault();
    htmx.ajax("GET", link.href, { source: link });
  });

  /* --- What the controls of a row are called ---
     A row says its name once; its controls are told apart by it here, in the table's words. */
  function callRows() {
    for (const row of all("table[data-dots] tbody tr:not([data-called])")) {
      const words = row.closest("table").dataset;
      const value = { "%n": one(".name", row).textContent };
      for (const control of all(".tick, .tags, .dots", row)) {
        const tagged = control.matches(".tags:has(*)");
        if (tagged) value["%t"] = control.ariaLabel || control.textContent;
        const called = tagged ? words.tagged : words[control.className];
        control.ariaLabel = called.replace(/%[nt]/g, (mark) => value[mark]);
      }
      row.dataset.called = "";
    }
  }
  on("htmx:load", callRows);

  /* --- Ticks and the bulk bar --- */
  let lastTick = null;

  function showTicks(form) {
    const ticks = all(".tick", form);
    const ticked = ticks.filter((tick) => tick.checked).length;
    for (const whole of all(".tick-all", form)) {
      whole.checked = ticked > 0 && ticked === ticks.length;
      whole.indeterminate = ticked > 0 && ticked < ticks.length;
    }
    for (const count of all("[data-count]", form)) {
      count.textContent = count.dataset.count.replace("%n", ticked);
    }
  }

  on("click", (event) => {
    const tick = event.target.closest(".tick");
    if (!tick) return;
    const ticks = all(".tick", tick.form);
    if (event.shiftKey && lastTick?.isConnected) {
      const [from, to] = [ticks.indexOf(lastTick), ticks.indexOf(tick)].sort((a, b) => a - b);
      for (const between of ticks.slice(from, to + 1)) between.checked = tick.checked;
    }
    lastTick = tick;
    showTicks(tick.form);
  });

  on("change", (event) => {
    const whole = event.target.closest(".tick-all");
    if (!whole) return;
    for (const tick of all(".tick", whole.form)) tick.checked = whole.checked;
    showTicks(whole.form);
  });

  on("click", (event) => {
    const clear = event.target.closest("[data-clear-ticks]");
    if (!clear) return;
    event.preventDefault();
    const form = clear.closest("form");
    for (const tick of all(".tick", form)) tick.checked = false;
    showTicks(form);
    one(".tick", form)?.focus();
  });

  /* --- Search: Ctrl K, ⌘ K or / ---
     What is found opens under the box. The focus stays in the box; arrows choose, Enter opens
     what is chosen. Without an answer yet, Enter leads to the page of the search. */
  const finder = () => one("[data-find]");
  const found = () => one("#found");
  const chosen = () => one('[aria-selected="true"]', found());

  /* Without this script the box is a field whose words are sent. */
  const box = finder();
  if (box) {
    const made = {
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": "search-panel", autocomplete: "off", enterkeyhint: "search",
      "hx-get": box.form.action, "hx-trigger": "input changed delay:150ms",
      "hx-target": "#search-panel", "hx-swap": "outerHTML", "hx-sync": "this:replace",
    };
    for (const name in made) box.setAttribute(name, made[name]);
    box.form.insertAdjacentHTML("beforeend",
      '<div class="menu found" id="found" popover="manual"><div id="search-panel"></div></div>');
  }

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    finder().setAttribute("aria-activedescendant", option?.id ?? "");
  }

  function showFound(open) {
    if (open && !found().matches(":popover-open")) {
      found().showPopover({ source: finder() });
      if (!CSS.supports("position-area", "end")) placeUnder(found(), finder());
    }
    if (!open) found().hidePopover();
    finder().setAttribute("aria-expanded", String(open));
    choose(open ? one("a[role=option]", found()) : null);
  }

  on("keydown", (event) => {
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const command = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (!command && (!slash || typing)) return;
    const field = finder();
    if (!field || one("dialog:modal")) return;
    event.preventDefault();
    if (isHidden(field)) one(".find")?.click();
    else field.select();
  });

  on("keydown", (event) => {
    if (event.target !== finder() || !found().matches(":popover-open")) return;
    const options = all("a[role=option]", found());
    const here = options.indexOf(chosen());
    const next = { ArrowDown: here + 1, ArrowUp: here - 1 }[event.key];
    if (next !== undefined) choose(options.at(next % options.length));
    else if (event.key === "Escape") showFound(false);
    else if (event.key === "Enter" && chosen()) chosen().click();
    else return;
    event.preventDefault();
  });

  /* A link of a row or of what was found: no attribute of htmx works beside words of people. */
  on("click", (event) => {
    const link = event.target.closest("a:is([data-dialog], .tags)");
    if (!link || !isForHere(event)) return;
    event.preventDefault();
    const wasFound = found()?.contains(link);
    opener = wasFound ? finder() : link;
    htmx.ajax("GET", link.href, { target: "#dialog", swap: "innerHTML", source: opener });
    if (wasFound) showFound(false);
  });

  on("focusout", (event) => {
    const to = event.relatedTarget;
    if (event.target === finder() && !found().contains(to)) showFound(false);
  });

  on("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "search-panel") return;
    showFound(finder() === document.activeElement && finder().value.trim() !== "");
  });

  /* --- The tour ---
     Each stop stands beside what it speaks of, or in the middle where that is not shown. */
  on("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "tour-step") return;
    for (const before of all(".pointed")) before.classList.remove("pointed");
    const stop = one("#tour-step");
    if (!stop.matches("[popover]")) return;
    const target = stop.dataset.pointsAt && one(stop.dataset.pointsAt);
    const beside = isHidden(target) ? null : target;
    for (const open of all(":popover-open")) open.hidePopover();
    beside?.classList.add("pointed");
    stop.classList.toggle("middle", !beside);
    stop.showPopover(beside ? { source: beside } : {});
    if (beside && !CSS.supports("position-area", "end")) placeUnder(stop, beside);
    one("h2", stop).focus();
  });

  on("keydown", (event) => {
    if (event.key === "Escape" && one("#tour-step:popover-open")) one("[data-end-tour]").click();
  });

  /* --- Nothing is left behind ---
     htmx notes the address of each page in the storage of the tab, where it would outlive the
     session; it does without. */
  function forget() {
    try {
      sessionStorage.clear();
    } catch {
      // a browser that stores nothing has nothing to forget
    }
  }
  for (const name of ["pushedIntoHistory", "replacedInHistory", "historyRestore"]) {
    on(`htmx:${name}`, forget);
  }
  forget();

  /* --- Start --- */
  addEventListener("DOMContentLoaded", () => {
    if (!toasts()) return;
    for (const toast of all(".toast", toasts())) greet(toast);
    new MutationObserver((changes) => {
      for (const change of changes) for (const node of change.addedNodes) greet(node);
    }).observe(toasts(), { childList: true });
    // After a form was refused without htmx: to the first thing that is wrong.
    one('main form[method="post"] :is([aria-invalid="true"], [data-invalid] input)')?.focus();
  });
})();
