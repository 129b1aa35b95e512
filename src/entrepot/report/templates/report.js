"use strict";
(function () {
  var root = document.documentElement;
  function stored() { try { return localStorage.getItem("entrepot-theme"); } catch (e) { return null; } }
  function store(value) { try { localStorage.setItem("entrepot-theme", value); } catch (e) { /* a file page may not keep it */ } }
  var asked = /[?&]theme=(light|dark)\b/.exec(location.search);
  var theme = asked ? asked[1] : stored();
  if (theme === "light" || theme === "dark") { root.dataset.theme = theme; }

  function isDark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }
  function key(cell) {
    var text = cell.dataset.sort !== undefined ? cell.dataset.sort : cell.textContent.trim();
    var number = text === "" ? NaN : Number(text.replace(/[,%\s]/g, "").replace("−", "-"));
    return isNaN(number) ? text : number;
  }
  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") { return a - b; }
    if (typeof a !== typeof b) { return typeof a === "number" ? -1 : 1; }
    return a.localeCompare(b);
  }
  function sort(table, index, header) {
    var down = header.getAttribute("aria-sort") === "ascending";
    var body = table.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    rows.sort(function (x, y) {
      var order = compare(key(x.cells[index]), key(y.cells[index]));
      return down ? -order : order;
    });
    table.querySelectorAll("th[aria-sort]").forEach(function (th) { th.removeAttribute("aria-sort"); });
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    rows.forEach(function (row) { body.appendChild(row); });
  }
  function makeSortable(table) {
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (header, index) {
      // A span and not a button element: Chromium repeats no table header in print that holds form controls.
      var button = document.createElement("span");
      button.className = "sort";
      button.tabIndex = 0;
      button.setAttribute("role", "button");
      while (header.firstChild) { button.appendChild(header.firstChild); }
      header.appendChild(button);
      button.addEventListener("click", function () { sort(table, index, header); });
      button.addEventListener("keydown", function (event) {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(table, index, header); }
      });
    });
  }
  function openAll() { document.querySelectorAll("details").forEach(function (d) { d.open = true; }); }
  function openTarget() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var at = target; at; at = at.parentElement) { if (at.tagName === "DETAILS") { at.open = true; } }
  }
  addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("table.sortable").forEach(makeSortable);
    var toggle = document.getElementById("theme-toggle");
    toggle.hidden = false;
    toggle.addEventListener("click", function () {
      root.dataset.theme = isDark() ? "light" : "dark";
      store(root.dataset.theme);
    });
    openTarget();
  });
  addEventListener("hashchange", openTarget);
  addEventListener("beforeprint", openAll);
})();
