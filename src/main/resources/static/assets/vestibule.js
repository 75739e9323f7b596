// Comfort only: every page reads and submits without it.
(function () {
  "use strict";

  // Exact times in the viewer's own zone.
  function localTimes(root) {
    root.querySelectorAll("time[datetime][title]").forEach(function (element) {
      var at = new Date(element.getAttribute("datetime"));
      if (!isNaN(at)) {
        element.title = at.toLocaleString(undefined, { dateStyle: "full", timeStyle: "long" });
      }
    });
  }

  // A form with changes warns before the page is left.
  var changed = false;
  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && form.method === "post") {
      changed = true;
    }
  });
  document.addEventListener("submit", function (event) {
    changed = false;
    event.target.querySelectorAll("button[type=submit]").forEach(function (button) {
      // A double click must not send twice; the value of the button is still submitted.
      setTimeout(function () { button.disabled = true; }, 0);
    });
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("button[type=submit]:disabled").forEach(function (button) { button.disabled = false; });
  });
  window.addEventListener("beforeunload", function (event) {
    if (changed) {
      event.preventDefault();
    }
  });

  // "/" goes to the search field.
  document.addEventListener("keydown", function (event) {
    var search = document.querySelector("input[type=search]");
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && search && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
    }
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) {
      window.print();
    }
  });
  document.addEventListener("DOMContentLoaded", function () {
    localTimes(document);
    document.querySelectorAll("[data-needs-script]").forEach(function (element) { element.hidden = false; });
    var errors = document.getElementById("errors");
    if (errors) {
      errors.focus();
    }
  });
  document.addEventListener("htmx:afterSwap", function () { localTimes(document); });
})();
