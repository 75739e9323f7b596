// Comfort only: every page reads and submits without it.
(function () {
  "use strict";

  // Times in the viewer's own zone, and ages that go on while the page is open; the same words as @times of the server.
  var DAY = 86400;
  var STEP_MS = 5000;
  var words = null;
  var clockAhead = 0;
  var day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
  var exact = new Intl.DateTimeFormat("en-GB", {
    weekday: "short", day: "numeric", month: "short", year: "numeric",
    hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short"
  });

  function say(word, value) {
    return words[word].replace("{0}", value);
  }

  function exactly(at) {
    var part = {};
    exact.formatToParts(at).forEach(function (piece) { part[piece.type] = piece.value; });
    return part.weekday + " " + part.day + " " + part.month + " " + part.year + ", "
      + part.hour + ":" + part.minute + ":" + part.second + " " + part.timeZoneName;
  }

  function length(seconds) {
    var minutes = Math.floor(seconds / 60);
    var hours = Math.floor(minutes / 60);
    if (minutes === 0) {
      return say("seconds", Math.floor(seconds));
    }
    if (hours === 0) {
      return say("minutes", minutes);
    }
    return say("hours", hours) + (minutes % 60 === 0 || hours >= 10 ? "" : " " + say("minutes", minutes % 60));
  }

  var relative = {
    ago: function (at, now) {
      var age = (now - at) / 1000;
      if (age >= DAY) {
        return day.format(at);
      }
      return age < 5 ? words.now : say("ago", length(age));
    },
    until: function (at, now) { return until(at, now, "in", "onDate"); },
    due: function (at, now) { return until(at, now, "dueIn", "dueOnDate"); }
  };

  function until(at, now, soon, someDay) {
    var left = (at - now) / 1000;
    if (Math.abs(left) >= 2 * DAY) {
      return say(left < 0 ? "sinceDate" : someDay, day.format(at));
    }
    return say(left < 0 ? "overdue" : soon, length(Math.abs(left)));
  }

  function tell(element, now) {
    var at = new Date(element.getAttribute("datetime"));
    if (isNaN(at)) {
      return;
    }
    var saying = relative[element.dataset.time];
    if (!saying) {
      element.textContent = exactly(at);
      return;
    }
    var text = saying(at, now);
    element.title = exactly(at);
    element.firstElementChild.textContent = text;
    element.lastElementChild.textContent = text + ", " + exactly(at);
  }

  function tellTimes() {
    var now = Date.now() + clockAhead;
    document.querySelectorAll("time[data-time]").forEach(function (element) { tell(element, now); });
  }

  function startTimes() {
    words = document.getElementById("v-times").dataset;
    clockAhead = new Date(words.at) - Date.now();
    tellTimes();
    setInterval(tellTimes, STEP_MS);
  }

  // A form with changes warns before the page is left, also when another form of the page is sent.
  var changed = new Set();
  var sent = null;

  function othersAreChanged() {
    return Array.from(changed).some(function (form) { return form !== sent && form.isConnected; });
  }

  document.addEventListener("input", function (event) {
    var form = event.target.form;
    if (form && form.method === "post" && !form.closest(".v-plain")) {
      // What is typed at the front door is not worth a question.
      changed.add(form);
    }
  });
  document.addEventListener("submit", function (event) {
    sent = event.target;
    if (othersAreChanged()) {
      // The browser asks now, and who stays must be able to send it later.
      return;
    }
    event.target.querySelectorAll("button[type=submit]").forEach(function (button) {
      // A double click must not send twice; the value of the button is still submitted.
      setTimeout(function () { button.disabled = true; }, 0);
    });
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("button[type=submit]:disabled").forEach(function (button) { button.disabled = false; });
  });
  window.addEventListener("beforeunload", function (event) {
    if (othersAreChanged()) {
      event.preventDefault();
    } else {
      changed.delete(sent);
    }
    sent = null;
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
    startTimes();
    document.querySelectorAll("[data-needs-script]").forEach(function (element) { element.hidden = false; });
    var errors = document.getElementById("errors");
    if (errors) {
      errors.focus();
      var refused = errors.closest("form");
      if (refused) {
        changed.add(refused);
      }
    }
  });
  document.addEventListener("htmx:afterSwap", tellTimes);
})();
