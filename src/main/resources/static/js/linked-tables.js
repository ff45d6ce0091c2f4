// <table data-linked="peers"> with a form[data-filter] above it: filters and sorts in place, and keeps what is asked for in the address, in the
// form that the server reads (web/objects/TableFilter). Of a long table the page has the first rows; the rest is fetched (data-rows) when
// the page is idle, and shown as one scrolls, filters, searches in the page or prints.
import { compare, copyText, keys } from "./table-keys.js";

const BATCH = 100;
const opened = [];

class LinkedTable {
  constructor(table) {
    this.table = table;
    this.name = table.dataset.linked;
    this.body = table.tBodies[0];
    this.section = table.closest("section");
    this.form = this.section.querySelector("form[data-filter]");
    this.more = this.section.querySelector("[data-more]");
    this.heads = [...table.tHead.rows[0].cells].filter((head) => head.dataset.key);
    this.columns = this.heads.map((head) => head.dataset.key);
    this.shown = this.body.rows.length;
    this.sorted = new Map();
    this.rows = table.dataset.rows ? null : [...this.body.rows];
    this.found = this.rows;
    this.readAddress();
    this.listen();
    if (!this.rows) (window.requestIdleCallback ?? setTimeout)(() => this.load().catch(() => {}), { timeout: 3000 });
  }

  readAddress() {
    const asked = new URLSearchParams(location.search);
    const sort = asked.get(`${this.name}.sort`) ?? "";
    this.sort = sort.replace(/^-/, "");
    this.down = sort.startsWith("-");
  }

  listen() {
    if (this.form) this.listenToForm();
    for (const head of this.heads) {
      head.firstElementChild.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this.down = this.sort === head.dataset.key && !this.down;
        this.sort = head.dataset.key;
        this.ask();
      });
    }
    this.copyButton();
    if (this.more) {
      new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && this.grow(BATCH), { rootMargin: "600px" }).observe(this.more);
      this.more.querySelector("a").addEventListener("click", (event) => {
        event.preventDefault();
        this.grow(Infinity);
      });
    }
  }

  listenToForm() {
    this.form.querySelector("[data-apply]").hidden = true;
    let waiting = 0;
    this.form.addEventListener("input", () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => this.ask());
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
    this.form.addEventListener("focusin", () => this.load().catch(() => {}), { once: true });
  }

  copyButton() {
    const button = this.section.querySelector("[data-copy-table]");
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const label = button.textContent;
      await this.load();
      await navigator.clipboard.writeText(copyText(this.heads, this.found));
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }

  // All rows, in the order of names; what is asked for is found among them.
  load() {
    if (this.rows) return Promise.resolve();
    this.loading ??= fetch(this.table.dataset.rows, { headers: { "X-Fragment": "1" }, credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.status))))
      .then((html) => {
        const box = document.createElement("template");
        box.innerHTML = html;
        this.rows = [...box.content.querySelectorAll("tr")];
        this.find();
        this.leaveFindable();
      });
    this.loading.catch(() => { this.loading = null; });
    return this.loading;
  }

  choices() {
    return [...(this.form?.querySelectorAll("select") ?? [])]
      .filter((select) => select.value)
      .map((select) => ({ column: this.columns.indexOf(select.name.slice(this.name.length + 1)), value: select.value }));
  }

  key(column) {
    if (!this.sorted.has(column)) this.sorted.set(column, keys(this.rows, column, this.heads[column].dataset.kind));
    return this.sorted.get(column);
  }

  find() {
    const words = (this.form?.elements[this.name].value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const choices = this.choices();
    let fitting = this.rows.map((_, index) => index);
    if (choices.length) {
      fitting = fitting.filter((index) => choices.every((choice) => {
        const cell = this.rows[index].cells[choice.column];
        return (cell.dataset.sort ?? cell.textContent.trim()) === choice.value;
      }));
    }
    if (words.length) {
      this.texts ??= this.rows.map((row) => [...row.cells].map((cell) => cell.textContent).join(" ").toLowerCase());
      fitting = fitting.filter((index) => words.every((word) => this.texts[index].includes(word)));
    }
    const column = this.columns.indexOf(this.sort);
    if (column >= 0) {
      const key = this.key(column);
      fitting.sort((a, b) => compare(key[a], key[b], !this.down));
    }
    this.found = fitting.map((index) => this.rows[index]);
    this.isFiltered = words.length > 0 || choices.length > 0;
  }

  async ask() {
    this.remember();
    try {
      await this.load();
    } catch {
      location.reload(); // the server filters and sorts as well
      return;
    }
    this.find();
    this.show(BATCH);
    for (const head of this.heads) {
      if (head.dataset.key === this.sort) head.setAttribute("aria-sort", this.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    const status = this.section.querySelector("[data-count]");
    if (status) status.textContent = this.isFiltered ? status.dataset.text.replace("{0}", this.found.length).replace("{1}", this.rows.length) : "";
  }

  show(count) {
    this.shown = Math.min(count, this.found.length);
    this.body.replaceChildren(...this.found.slice(0, this.shown));
    this.settle();
  }

  grow(count) {
    this.load().then(() => {
      if (this.shown >= this.found.length) return;
      const next = Math.min(this.shown + count, this.found.length);
      this.body.append(...this.found.slice(this.shown, next));
      this.shown = next;
      this.settle();
    }, () => {});
  }

  settle() {
    const rest = this.shown < this.found.length;
    if (this.more) this.more.hidden = !rest;
    this.section.querySelector("[data-none]").hidden = this.found.length > 0;
    if (rest) this.table.setAttribute("aria-rowcount", this.found.length + 1);
    else this.table.removeAttribute("aria-rowcount");
    this.leaveFindable();
    if (this.body.querySelector("[data-edit]:not([data-ready])")) import("./peerage.js").then((parts) => parts.enhance(this.body));
  }

  // What is not shown yet can be found by the browser's own search, wherever that is opened from: a text that is hidden until then.
  leaveFindable() {
    this.rest?.remove();
    if (!this.found || this.shown >= this.found.length) return;
    this.rest = document.createElement("div");
    this.rest.setAttribute("hidden", "until-found");
    this.rest.textContent = this.found.slice(this.shown).map((row) => row.textContent).join(" ");
    this.rest.addEventListener("beforematch", () => this.grow(Infinity));
    this.section.append(this.rest);
  }

  remember() {
    const address = new URL(location.href);
    const own = new URLSearchParams();
    for (const control of (this.form?.querySelectorAll("input[type=search], select") ?? [])) {
      if (control.value.trim()) own.set(control.name, control.value.trim());
    }
    if (this.sort) own.set(`${this.name}.sort`, (this.down ? "-" : "") + this.sort);
    for (const name of [...address.searchParams.keys()]) {
      if (name === this.name || name.startsWith(`${this.name}.`)) address.searchParams.delete(name);
    }
    own.forEach((value, name) => address.searchParams.set(name, value));
    history.replaceState(history.state, "", address);
    for (const file of this.section.querySelectorAll("[data-file]")) {
      file.search = own.toString();
    }
  }
}

function everything() {
  opened.forEach((table) => table.grow(Infinity));
}

export function enhance(root) {
  for (const table of root.querySelectorAll("table[data-linked]:not([data-ready])")) {
    table.dataset.ready = "";
    if (opened.length === 0) {
      addEventListener("beforeprint", everything);
      addEventListener("keydown", (event) => {
        if (event.key === "F3" || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f")) everything();
      });
    }
    opened.push(new LinkedTable(table));
  }
}
