/* Putright: progressive enhancement only. Every page works without it, and it never sends anything by itself
   except to ask whether cases have come in.
   1 start   2 queue   3 evidence   4 typing   5 session   6 keys */
(function () {
  "use strict";
  var doc = document,
    body = doc.body;
  body.classList.add("js-enabled");
  if ("noModule" in HTMLScriptElement.prototype) body.classList.add("govuk-frontend-supported");
  if (window.GOVUKFrontend) window.GOVUKFrontend.initAll();

  function $(selector, root) {
    return (root || doc).querySelector(selector);
  }
  function $$(selector, root) {
    return Array.prototype.slice.call((root || doc).querySelectorAll(selector));
  }
  function token() {
    var field = $("input[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  }
  function post(url, data) {
    return fetch(url, {
      method: "POST",
      credentials: "same-origin",
      headers: { "X-CSRFToken": token(), "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(data || {}).toString(),
    });
  }
  var live = $("#pr-live");
  function say(text) {
    if (!live) return;
    live.textContent = "";
    setTimeout(function () {
      live.textContent = text;
    }, 60);
  }

  /* 1. start: the link to the list of keys opens it here where the page holds it */
  var keysOn = !body.classList.contains("pr-keys-off");
  var dialog = $("#pr-keys");
  $$("[data-keys-open]").forEach(function (link) {
    link.addEventListener("click", function (event) {
      if (!dialog || !dialog.showModal) return;
      event.preventDefault();
      dialog.showModal();
    });
  });

  /* 2. queue */
  var filters = $(".pr-filter");
  if (filters && window.matchMedia("(max-width: 63.99em)").matches) filters.open = false;
  var rows = $$(".pr-row"),
    at = -1;
  function go(number) {
    if (!rows.length) return;
    at = Math.max(0, Math.min(rows.length - 1, number));
    rows.forEach(function (row, n) {
      row.classList.toggle("pr-row--on", n === at);
    });
    $(".pr-gist", rows[at]).focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  }
  function count() {
    var number = $$(".pr-row .pr-tick:checked").length,
      out = $("#pr-ticked");
    if (out) out.textContent = number ? number + " ticked" : "None ticked";
  }
  $$(".pr-row .pr-tick").forEach(function (box) {
    box.addEventListener("change", count);
  });
  var all = $("#tick-all");
  if (all) {
    all.hidden = false;
    all.addEventListener("change", function () {
      $$(".pr-row .pr-tick").forEach(function (box) {
        box.checked = all.checked;
      });
      count();
    });
  }
  count();
  function assignToMe() {
    var form = $("#assign");
    if (!form) return;
    if (!$(".pr-row .pr-tick:checked") && at >= 0) $(".pr-tick", rows[at]).checked = true;
    if (!$(".pr-row .pr-tick:checked")) return;
    $("#give").selectedIndex = 0;
    form.requestSubmit();
  }
  /* the list never moves under your hand: what has come in is only said */
  var arrivals = $("#pr-arrivals");
  if (arrivals && window.fetch) {
    setInterval(function () {
      if (doc.hidden) return;
      fetch(arrivals.dataset.status, { credentials: "same-origin", headers: { Accept: "application/json" } })
        .then(function (answer) {
          return answer.ok && !answer.redirected ? answer.json() : null;
        })
        .then(function (news) {
          if (!news) return;
          var words = $("[data-words]", arrivals);
          if (words.textContent !== news.words) {
            words.textContent = news.words;
            say(news.words);
          }
          $("[data-show]", arrivals).hidden = !news.new;
          $("[data-reading]", arrivals).textContent = news.reading;
        })
        .catch(function () {});
    }, 60000);
  }

  /* 3. evidence: Escape closes a reason without moving focus (WCAG 1.4.13) */
  $$(".pr-ev").forEach(function (mark) {
    ["mouseenter", "focusin"].forEach(function (type) {
      mark.addEventListener(type, function () {
        mark.classList.remove("pr-ev--dismissed");
      });
    });
    $("a", mark).addEventListener("click", function () {
      var target = $(this.getAttribute("href"));
      if (target && target.tagName === "DETAILS") target.open = true;
    });
  });
  var marks = $("#marks");
  if (marks)
    marks.addEventListener("click", function () {
      var off = body.classList.toggle("pr-marks-off");
      marks.setAttribute("aria-pressed", String(!off));
      $("span", marks).textContent = off ? "Show highlights" : "Hide highlights";
      post(marks.dataset.save, { highlights_on: off ? "no" : "yes" });
    });
  /* after "accept", the page comes back at the first decision that is left */
  var target = location.hash.length > 1 && doc.getElementById(location.hash.slice(1));
  if (target && target.classList.contains("pr-dec")) {
    target.open = true;
    /* the browser itself goes to the fragment once all is loaded, and would take the focus away again */
    window.addEventListener("load", function () {
      setTimeout(function () {
        $("summary", target).focus();
      }, 0);
    });
  }
  $$(".pr-dec").forEach(function (decision) {
    decision.addEventListener("change", function (event) {
      var value = $(".pr-dec__v", decision);
      if (event.target.type !== "radio" || !value || decision.dataset.key === "f") return;
      value.textContent = event.target.labels[0].firstChild.textContent.trim();
      say(value.textContent + " chosen. It is saved when you press save.");
    });
  });

  /* 4. boxes grow with their words where the browser cannot do it in CSS */
  if (!(window.CSS && CSS.supports("field-sizing", "content")))
    $$(".pr-staff textarea").forEach(function (box) {
      function fit() {
        box.style.height = "auto";
        box.style.height = box.scrollHeight + 4 + "px";
      }
      box.addEventListener("input", fit);
      fit();
    });

  /* 5. session: a warning five minutes before its end, with a way to stay */
  var seconds = Number(body.dataset.session || 0),
    warning;
  function warnLater() {
    if (!seconds) return;
    clearTimeout(warning);
    warning = setTimeout(
      function () {
        var box = doc.createElement("div"),
          stay = doc.createElement("button");
        box.className = "moj-alert moj-alert--warning pr-session";
        box.setAttribute("role", "alert");
        stay.className = "govuk-button govuk-!-margin-bottom-0";
        stay.type = "button";
        stay.textContent = "Stay signed in";
        box.append("In 5 minutes you will be signed out. ", stay);
        body.prepend(box);
        stay.addEventListener("click", function () {
          post(body.dataset.stay).then(function (answer) {
            if (!answer.ok) return;
            box.remove();
            warnLater();
          });
        });
      },
      Math.max(1, seconds - 300) * 1000,
    );
  }
  warnLater();

  /* 6. keys: never while typing, never with Ctrl, Alt or Command, and a single key never sends anything outside */
  var armed = null,
    timer;
  function isTyping(element) {
    if (element.isContentEditable || /^(TEXTAREA|SELECT)$/.test(element.tagName)) return true;
    return element.tagName === "INPUT" && !/^(radio|checkbox|button|submit)$/.test(element.type);
  }
  function pick(key) {
    var choice = $('[data-pick="' + CSS.escape(key) + '"]', armed);
    armed = null;
    clearTimeout(timer);
    if (!choice) return false;
    choice.checked = true;
    choice.focus();
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }
  function open(decision) {
    decision.open = true;
    $("summary", decision).focus();
    armed = decision;
    clearTimeout(timer);
    timer = setTimeout(function () {
      armed = null;
    }, 3000);
    return true;
  }
  function nextEvidence() {
    var links = $$(".pr-ev > a");
    if (!links.length) return false;
    links[(links.indexOf(doc.activeElement) + 1) % links.length].focus({ preventScroll: true });
    doc.activeElement.scrollIntoView({ block: "center" });
    return true;
  }
  function press(element) {
    if (!element) return false;
    element.focus();
    element.click();
    return true;
  }
  var actions = {
    j: function () {
      return rows.length ? (go(at + 1), true) : press($('[data-key-go="j"]'));
    },
    k: function () {
      return rows.length ? (go(at - 1), true) : press($('[data-key-go="k"]'));
    },
    u: function () {
      return press($('[data-key-go="u"]'));
    },
    x: function () {
      if (at < 0) return false;
      var box = $(".pr-tick", rows[at]);
      box.checked = !box.checked;
      count();
      return true;
    },
    o: function () {
      return at >= 0 && press($(".pr-gist", rows[at]));
    },
    m: function () {
      return rows.length ? (assignToMe(), true) : press($('[data-key-press="m"]'));
    },
    a: function () {
      return press($("[data-accept-all]"));
    },
    e: nextEvidence,
    h: function () {
      return press(marks);
    },
    "!": function () {
      var button = $('[data-key-focus="!"]');
      return button ? (button.focus(), true) : false;
    },
    "/": function () {
      var find = $("#find");
      return find ? (find.focus(), true) : false;
    },
    "?": function () {
      return press($("[data-keys-open]"));
    },
  };
  doc.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      $$(".pr-ev").forEach(function (mark) {
        if (mark.matches(":hover, :focus-within")) mark.classList.add("pr-ev--dismissed");
      });
      armed = null;
      return;
    }
    if (event.ctrlKey && event.key === "Enter" && event.target.tagName === "TEXTAREA" && event.target.form) {
      var button = $("[data-ctrl-enter]", event.target.form) || $('[data-ctrl-enter][form="' + event.target.form.id + '"]');
      if (button) {
        event.preventDefault();
        event.target.form.requestSubmit(button);
      }
      return;
    }
    if (!keysOn || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isTyping(event.target) || (dialog && dialog.open)) return;
    var key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    var decision = key.length === 1 && $('.pr-dec[data-key="' + CSS.escape(key) + '"]');
    var done = (armed && pick(key)) || (decision && open(decision)) || (actions[key] && actions[key]());
    if (done) event.preventDefault();
  });
})();
