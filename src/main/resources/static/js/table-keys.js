// What the cells of tables are sorted by, and how tables are copied.
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

// Addresses in their own order, IPv4 before IPv6.
function addressKey(text) {
  if (!text.includes(":")) return `4${text.split(".").map((part) => part.padStart(3, "0")).join("")}`;
  const [before, after] = text.split("::").map((half) => (half ? half.split(":") : []));
  const groups = after ? [...before, ...Array(8 - before.length - after.length).fill("0"), ...after] : before;
  return `6${groups.map((group) => group.padStart(4, "0")).join("")}`;
}

export function keys(rows, column, kind) {
  const texts = rows.map((row) => {
    const cell = row.cells[column];
    return cell.dataset.sort ?? cell.textContent.trim();
  });
  if (kind === "address") return texts.map((text) => (text ? addressKey(text) : null));
  if (kind === "number") return texts.map((text) => (text === "" ? null : Number(text.replace(/\D/g, ""))));
  const numbers = kind === undefined && texts.every((text) => text === "" || /^\d+$/.test(text));
  return numbers ? texts.map((text) => (text === "" ? null : Number(text))) : texts.map((text) => text || null);
}

export function compare(a, b, up) {
  if (a === null || b === null) return (a === null) - (b === null); // empty cells stay at the end
  const order = typeof a === "number" ? a - b : collator.compare(a, b);
  return up ? order : -order;
}

// Tabs between cells; what a spreadsheet could take for a formula is marked as a text, as in files (SafeCsvWriter).
function plain(text) {
  const line = text.replace(/\s+/g, " ").trim();
  return /^[=+\-@＝＋－＠]/.test(line) && !/^[+-]?\d+(\.\d+)?$/.test(line) ? `'${line}` : line;
}

export function copyText(heads, rows) {
  const lines = [heads.map((head) => head.textContent.trim())];
  rows.forEach((row) => lines.push(heads.map((_, column) => plain(row.cells[column].textContent))));
  return lines.map((line) => line.join("\t")).join("\n");
}
